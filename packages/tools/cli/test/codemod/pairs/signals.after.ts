import { type Coroutine, gatherSettled } from "asyncio-ts";
import { fromPromise, toPromise } from "@asyncio-ts/promise";
// A signal that is only passed along is dropped: cancellation replaces it.
const request = (path: string, options: { signal?: AbortSignal | undefined }) =>
  new Promise<string>((resolve, reject) => {
    const timer = setTimeout(() => resolve(`text of ${path}`), path === "slow" ? 60_000 : 1);
    options.signal?.addEventListener("abort", () => {
      clearTimeout(timer);
      reject(options.signal!.reason);
    });
  });

function* load(path: string): Coroutine<string> {
  return (yield* fromPromise((signal) => request(path, { signal }))).toUpperCase();
}

function* page(path: string, foot: string): Coroutine<string> {
  return `${yield* load(path)}, ${yield* load(foot)}`;
}

function* checked(path: string, signal: AbortSignal): Coroutine<string> {
  signal.throwIfAborted();
  return yield* fromPromise(request(path, { signal }));
}

function handle(path: string, signal: AbortSignal): Promise<string> {
  return toPromise(page(path, "foot"), { signal, eagerStart: true });
}

export function* main(): Coroutine<unknown> {
  const controller = new AbortController();
  const slow = handle("slow", controller.signal);
  setTimeout(() => controller.abort("enough"), 5);
  const [failure] = yield* gatherSettled(slow);
  const other = new AbortController();
  return [failure, yield* fromPromise(handle("quick", other.signal)), yield* checked("quick", other.signal)];
}
