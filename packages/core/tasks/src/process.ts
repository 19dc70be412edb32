// The uses of a process: Node's, Bun's or Deno's. Pages get process.browser.ts in its place, see decision 0011.
export { addAwaitingCalls } from "./diagnostics/awaiting-calls.ts";
export { watchRuns } from "./diagnostics/unfinished-runs.ts";
export { closeAtExit } from "./running/close-at-exit.ts";
export { isDebugByDefault } from "./running/debug-variable.ts";
export { watchSigint } from "./running/sigint.ts";
