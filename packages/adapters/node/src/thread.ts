// The module that the threads of a ThreadPoolExecutor run, through thread-entry.cjs. No program imports it.
export { runThreadTask as default } from "./threads/thread-main.ts";
