import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { fileURLToPath } from "node:url";

/** Whether this machine has a Redis for the workloads with jobs. */
export const hasRedis: boolean = spawnSync("redis-server", ["--version"]).status === 0;

/** Starts a Redis on a free port, and a worker. Both end with this process. Returns the connection. */
export async function startQueue(kind: "bullmq" | "asyncio-ts"): Promise<{ host: string; port: number }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  const redis = spawn("redis-server", ["--port", String(port), "--bind", "127.0.0.1", "--save", ""], {
    stdio: ["ignore", "pipe", "ignore"],
  });
  endWithProcess(redis);
  let output = "";
  for await (const data of redis.stdout) if ((output += data).includes("Ready to accept connections")) break;
  const program = fileURLToPath(new URL("../dist/job-worker.js", import.meta.url));
  const worker = spawn(process.execPath, [program, String(port), kind], { stdio: ["ignore", "pipe", "inherit"] });
  endWithProcess(worker);
  await once(worker.stdout, "data");
  return { host: "127.0.0.1", port };
}

function endWithProcess(child: ChildProcess): void {
  process.once("exit", () => child.kill("SIGKILL"));
}
