import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JobWorkerOptions } from "@asyncio-ts/bullmq";
import { onTestFinished } from "vitest";
import { until } from "./until.ts";

const program = fileURLToPath(new URL("worker-process.ts", import.meta.url));

/** The worker processes of one test, and the lines that their jobs left. */
export class Workers {
  readonly #port: number;
  readonly #folder = mkdtempSync(join(tmpdir(), "workers-"));
  readonly #log = join(this.#folder, "log");
  readonly #processes: ChildProcess[] = [];

  constructor(port: number) {
    this.#port = port;
    writeFileSync(this.#log, "");
    onTestFinished(() => {
      for (const process of this.#processes) process.kill("SIGKILL");
      rmSync(this.#folder, { recursive: true, force: true });
    });
  }

  /** Starts a worker process, and waits until it takes jobs. */
  async start(options: Partial<JobWorkerOptions> = {}): Promise<ChildProcess & { output: string }> {
    const args = [program, String(this.#port), JSON.stringify(options)];
    const process = Object.assign(
      spawn(globalThis.process.execPath, args, {
        env: { ...globalThis.process.env, JOB_LOG: this.#log },
        stdio: ["ignore", "pipe", "pipe"],
      }),
      { output: "" },
    );
    this.#processes.push(process);
    process.stdout!.on("data", (data) => (process.output += data));
    process.stderr!.on("data", (data) => (process.output += data));
    await until(() => process.output.includes("ready"));
    return process;
  }

  /** The jobs that left a line with this event, once for each line. */
  ids(event: string): string[] {
    const lines = readFileSync(this.#log, "utf8").split("\n");
    return lines.filter((line) => line.startsWith(`${event} `)).map((line) => line.slice(event.length + 1));
  }

  /** Waits until some lines have this event. */
  async seen(event: string, count = 1): Promise<void> {
    await until(() => this.ids(event).length >= count);
  }
}

/** Waits for the end of a process, and returns its exit code, or the signal that killed it. */
export function ended(process: ChildProcess): Promise<number | string> {
  const end = (): number | string | null => process.exitCode ?? process.signalCode;
  return new Promise((resolve) => (end() === null ? process.on("exit", () => resolve(end()!)) : resolve(end()!)));
}
