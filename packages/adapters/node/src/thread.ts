// The module that the threads of a ThreadPoolExecutor run. No program imports it.
export { runThreadTask as default } from "./threads/thread-main.ts";
