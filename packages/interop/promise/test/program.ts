import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";

/** Runs a program in a process of its own, where no loop runs at first, and gives the lines it has printed once it has ended by itself. */
export async function program(text: string, ...options: string[]): Promise<string[]> {
  const imports = [
    'import { EventEmitter } from "node:events";',
    'import { currentSignal, events, fromCallback, fromEvent, fromPromise, toAsyncFunction, toPromise } from "@asyncio-ts/promise";',
    'import { createTask, forEach, gatherSettled, run, sleep } from "@asyncio-ts/tasks";',
  ];
  const args = [...options, "--input-type=module", "--eval", [...imports, text].join("\n")];
  // A generous limit: it is only there to end what never would.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: new URL("../", import.meta.url), timeout: 50_000 });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}
