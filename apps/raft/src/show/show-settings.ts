import { defaultSettings, type Settings } from "../consensus/settings.ts";

/** The settings of the show: few entries a snapshot, so that the short show has some. */
export const showSettings: Settings = { ...defaultSettings, entriesPerSnapshot: 50 };
