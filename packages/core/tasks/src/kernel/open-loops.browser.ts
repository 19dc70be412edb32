// In place of open-loops.ts in the editions for pages: only processes have debuggers that look for loops.
import type * as openLoops from "./open-loops.ts";

export const registerLoop: (typeof openLoops)["registerLoop"] = () => () => {};
