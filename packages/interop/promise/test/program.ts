import { execFile } from "node:child_process";
import { promisify } from "node:util";
import { expect } from "vitest";

/**
 * Runs a program in a separate process until it ends by itself, and returns the lines that it printed. No loop runs when the
 * program begins.
 */
export async function program(text: string, ...options: string[]): Promise<string[]> {
  const imports = [
    'import { EventEmitter } from "node:events";',
    'import { currentSignal, events, fromCallback, fromEvent, fromPromise, toAsyncFunction, toPromise } from "@asyncio-ts/promise";',
    'import { createTask, forEach, gatherSettled, run, sleep } from "@asyncio-ts/tasks";',
  ];
  const args = [...options, "--input-type=module", "--eval", [...imports, text].join("\n")];
  // A generous limit, only for programs that never end.
  const { stdout, stderr } = await promisify(execFile)(process.execPath, args, { cwd: new URL("../", import.meta.url), timeout: 50_000 });
  expect(stderr).toBe("");
  return stdout.trim().split("\n");
}
