// Calls of functions that stay promise-returning.
import { readFile } from "node:fs/promises";
import type { Coroutine } from "asyncio-ts";
import { fromPromise } from "@asyncio-ts/promise";

const cache = new Map<string, string | Promise<string>>([["b", "kept"]]);

function* sizeOf(path: string | URL): Coroutine<number> {
  const text = yield* fromPromise(readFile(path, "utf8"));
  return text.length;
}

function* get(key: string): Coroutine<string> {
  return yield* fromPromise(Promise.resolve((yield* fromPromise(Promise.resolve(cache.get(key)))) ?? Promise.resolve("none")));
}

export function* main(): Coroutine<unknown> {
  const size = yield* sizeOf(new URL("../../../LICENSE", import.meta.url));
  const failure = yield* fromPromise(Promise.reject(new Error("refused")).catch((error: Error) => error.message));
  return [size > 1000, yield* get("a"), yield* get("b"), failure];
}
