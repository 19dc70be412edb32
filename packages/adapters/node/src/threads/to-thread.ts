import type { Coroutine } from "@asyncio-ts/tasks";
import { runInExecutor } from "./run-in-executor.ts";
import type { ThreadJob } from "./thread-job.ts";

/**
 * Calls an exported function of a module in another thread, on the default executor of the loop, and waits for its result.
 *
 * Arguments and results are copied, as `structuredClone` does. Context variables do not cross threads. `threadModule` is the typed form.
 *
 * Mirrors `asyncio.to_thread`, with a name in place of the function, because functions cannot cross threads.
 *
 * @param url the absolute URL of the module, such as `new URL("./jobs.js", import.meta.url)`
 * @param name the name of the export
 * @throws the error of the function, with its class, code, cause and stack
 * @throws TypeError if the module has no such function, or a value cannot be copied
 * @throws BrokenExecutor if the function has ended its thread
 * @throws Error if the module cannot be imported, or on a loop that cannot wait for threads
 *
 * @example
 * ```ts
 * import { toThread } from "@asyncio-ts/node";
 * import { run } from "@asyncio-ts/tasks";
 *
 * await run(function* () {
 *   const bytes = yield* toThread("node:zlib", "gzipSync", "x".repeat(1000));
 *   console.log(bytes.length < 100); // prints true
 * });
 * ```
 */
export function* toThread<T = any>(url: URL | string, name: string, ...args: unknown[]): Coroutine<T> {
  return yield* runInExecutor<T, ThreadJob>(null, { url, name, args });
}
