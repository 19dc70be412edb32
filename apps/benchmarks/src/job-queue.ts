import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** Whether this machine has a Redis for the workloads with jobs. */
export const hasRedis: boolean = spawnSync("redis-server", ["--version"]).status === 0;

/** Starts a Redis on a free port, and a worker. Both end with this process, or by `stop`. */
export async function startQueue(kind: "bullmq" | "asyncio-ts"): Promise<{ connection: { host: string; port: number }; stop: () => void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  const redis = start("redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "");
  await redis.said("Ready to accept connections");
  const program = fileURLToPath(new URL("../dist/job-worker.js", import.meta.url));
  const worker = start(process.execPath, program, String(port), kind);
  await worker.said("ready");
  const stop = () => {
    worker.kill();
    redis.kill();
  };
  return { connection: { host: "127.0.0.1", port }, stop };
}

function start(command: string, ...args: string[]): { kill: () => void; said: (text: string) => Promise<void> } {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "ignore"] });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  const said = async (text: string) => {
    while (!output.includes(text)) output += String((await once(child.stdout, "data"))[0]);
    child.stdout.resume();
  };
  return { kill, said };
}
