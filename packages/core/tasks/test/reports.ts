import type { EventLoop } from "@asyncio-ts/tasks";
import type { ExceptionContext } from "@asyncio-ts/loop";
import { expect, onTestFinished, vi } from "vitest";

/** What a loop's exception handler is told from now on. */
export function reportsOf(loop: EventLoop): ExceptionContext[] {
  const reports: ExceptionContext[] = [];
  loop.setExceptionHandler((_, context) => reports.push(context));
  return reports;
}

/** That there is one report, and what it says: each detail by identity, since comparing a future's insides iterates it. */
export function expectReport(reports: readonly ExceptionContext[], expected: ExceptionContext): void {
  expect(reports.map(({ message }) => message)).toEqual([expected.message]);
  expect(Object.keys(reports[0]!).sort()).toEqual(Object.keys(expected).sort());
  for (const [detail, value] of Object.entries(expected)) expect(reports[0]![detail] === value, detail).toBe(true);
}

/** What the console is warned of until the test ends. */
export function warnings(): string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(console, "warn").mockImplementation((line: string) => void lines.push(line));
  onTestFinished(() => spy.mockRestore());
  return lines;
}
