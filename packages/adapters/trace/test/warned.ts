import { run, type Startable } from "@asyncio-ts/tasks";
import { record, type Warning, warnings } from "@asyncio-ts/trace";
import { vi } from "vitest";
import { WorkingLoop } from "./working-loop.ts";

/** Runs a program, and returns the warnings about it. */
export function warned(program: (loop: WorkingLoop) => Startable<unknown>, debug = false): Warning[] {
  const loop = new WorkingLoop();
  const recording = record(loop, { console: false });
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  run(program(loop) as never, { loop, debug });
  warn.mockRestore();
  return warnings(recording);
}
