// In place of operation-origin.ts in the edition for pages in production, which has no debug mode.
import type * as origin from "./operation-origin.ts";

type Origins = typeof origin;

export const beginTracking: Origins["beginTracking"] = () => {};
export const tracksOperations: Origins["tracksOperations"] = () => false;
export const isDebugStep: Origins["isDebugStep"] = () => false;
export const trackOperation: Origins["trackOperation"] = () => {};
export const untrackOperation: Origins["untrackOperation"] = () => null;
export const reportOperations: Origins["reportOperations"] = () => {};
