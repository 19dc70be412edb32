import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import type { Sample } from "./samples.ts";

/** Whether this machine has a redis-server. */
export const hasRedis: boolean = spawnSync("redis-server", ["--version"]).status === 0;

/** Returns whether a sample reads the address of a Redis from its environment. */
export function needsRedis({ code }: Pick<Sample, "code">): boolean {
  return code.includes('process.env["REDIS_URL"]');
}

/** Starts a Redis, and returns its address, and a function that ends it. */
export async function startRedis(): Promise<{ url: string; stop: () => void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  const redis = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", ""], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  let output = "";
  while (!output.includes("Ready to accept connections")) output += String((await once(redis.stdout, "data"))[0]);
  redis.stdout.resume();
  return { url: `redis://127.0.0.1:${port}`, stop: () => void redis.kill("SIGKILL") };
}
