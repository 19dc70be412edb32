// Calls of functions that stay promise-returning.
import { readFile } from "node:fs/promises";

const cache = new Map<string, string | Promise<string>>([["b", "kept"]]);

async function sizeOf(path: string | URL): Promise<number> {
  const text = await readFile(path, "utf8");
  return text.length;
}

async function get(key: string): Promise<string> {
  return (await cache.get(key)) ?? Promise.resolve("none");
}

export async function main(): Promise<unknown> {
  const size = await sizeOf(new URL("../../../LICENSE", import.meta.url));
  const failure = await Promise.reject(new Error("refused")).catch((error: Error) => error.message);
  return [size > 1000, await get("a"), await get("b"), failure];
}
