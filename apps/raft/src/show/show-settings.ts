import { defaultSettings, type Settings } from "../consensus/settings.ts";

/** The settings of the show: snapshots are frequent, so that the node that comes back gets one. */
export const showSettings: Settings = { ...defaultSettings, entriesPerSnapshot: 200 };
