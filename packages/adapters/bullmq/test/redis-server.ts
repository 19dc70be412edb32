import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Redis } from "ioredis";
import { onTestFinished } from "vitest";

/** Whether this machine has a redis-server. */
export const hasRedis: boolean = spawnSync("redis-server", ["--version"]).status === 0;

/** A Redis of one test, on a free port of this machine. */
export class RedisServer {
  readonly port: number;
  readonly connection: { host: string; port: number };
  readonly #args: string[];
  #process: ChildProcess | null = null;
  #client: Redis | null = null;

  private constructor(port: number, args: string[]) {
    this.port = port;
    this.connection = { host: "127.0.0.1", port };
    this.#args = ["--port", String(port), "--bind", "127.0.0.1", "--save", "", ...args];
  }

  /** Starts a server for the running test. With `durable` its data survives a restart. */
  static async forTest({ durable = false, started = true } = {}): Promise<RedisServer> {
    const folder = mkdtempSync(join(tmpdir(), "redis-"));
    const args = ["--dir", folder, ...(durable ? ["--appendonly", "yes", "--appendfsync", "everysec"] : [])];
    const server = new RedisServer(await freePort(), args);
    onTestFinished(async () => {
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    });
    if (started) await server.start();
    return server;
  }

  async start(): Promise<void> {
    this.#process = spawn("redis-server", this.#args, { stdio: "ignore" });
    await this.client.ping();
  }

  /** A connection for the test itself, which waits for the server. */
  get client(): Redis {
    if (this.#client === null) {
      this.#client = new Redis({ ...this.connection, maxRetriesPerRequest: null, retryStrategy: () => 20 });
      this.#client.on("error", () => {});
    }
    return this.#client;
  }

  /** Kills the server as a crash would, and starts it again. */
  async restart(): Promise<void> {
    await this.#kill();
    await this.start();
  }

  signal(signal: NodeJS.Signals): void {
    this.#process!.kill(signal);
  }

  async stop(): Promise<void> {
    this.#client?.disconnect();
    await this.#kill();
  }

  async #kill(): Promise<void> {
    const process = this.#process;
    if (process === null || process.exitCode !== null || process.signalCode !== null) return;
    const exited = new Promise((resolve) => process.on("exit", resolve));
    process.kill("SIGKILL");
    await exited;
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const { port } = server.address() as { port: number };
      server.close(() => resolve(port));
    });
  });
}
