import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";

/** Returns whether this machine has a redis-server. */
export function hasRedis(): boolean {
  return spawnSync("redis-server", ["--version"]).status === 0;
}

/** Starts a Redis that keeps nothing, on a free port. It ends with this process. */
export async function startRedis(): Promise<{ port: number; stop: () => void }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  server.close();
  const { kill, said } = start("redis-server", "--port", String(port), "--bind", "127.0.0.1", "--save", "");
  await said("Ready to accept connections");
  return { port, stop: kill };
}

/** Starts a worker process for the Redis on a port, and waits until it takes jobs. */
export async function startWorker(port: number): Promise<ChildProcess> {
  // A source of TypeScript in tests.
  const program = new URL(import.meta.url.replace("local-redis", "job-worker"));
  const { child, said } = start(process.execPath, program.pathname, String(port));
  await said("ready");
  return child;
}

/** Lets worker processes end their jobs, and waits for their ends. */
export async function stopWorkers(processes: ChildProcess[]): Promise<void> {
  const alive = processes.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
  const ends = alive.map((process) => once(process, "exit"));
  for (const process of alive) process.kill("SIGTERM");
  await Promise.all(ends);
}

function start(command: string, ...args: string[]): { child: ChildProcess; kill: () => void; said: (text: string) => Promise<void> } {
  const child = spawn(command, args, { stdio: ["ignore", "pipe", "inherit"] });
  const kill = () => void child.kill("SIGKILL");
  process.once("exit", kill);
  let output = "";
  const said = async (text: string) => {
    while (!output.includes(text)) output += String((await once(child.stdout, "data"))[0]);
    child.stdout.resume();
  };
  return { child, kill, said };
}
