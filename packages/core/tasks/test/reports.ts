import { type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";
import type { ExceptionContext } from "@asyncio-ts/loop";
import { expect, onTestFinished, vi } from "vitest";

/** Sets the exception handler of a loop. Returns the array to which the handler adds each report. */
export function reportsOf(loop: EventLoop): ExceptionContext[] {
  const reports: ExceptionContext[] = [];
  loop.setExceptionHandler((_, context) => reports.push(context));
  return reports;
}

/** Adds each report of the running loop to an array, as `message: exception`, so that it does not fail the test. */
export function collectReports(into: string[]): void {
  getRunningLoop().setExceptionHandler((_, { message, exception }) => into.push(`${message}: ${String(exception)}`));
}

/** Expects exactly one report. Compares its details by identity, because deep equality would iterate futures. */
export function expectReport(reports: readonly ExceptionContext[], expected: ExceptionContext): void {
  expect(reports.map(({ message }) => message)).toEqual([expected.message]);
  expect(Object.keys(reports[0]!).sort()).toEqual(Object.keys(expected).sort());
  for (const [detail, value] of Object.entries(expected)) expect(reports[0]![detail] === value, detail).toBe(true);
}

/** Replaces `console.warn` until the test ends. Returns the array to which it adds each line. */
export function warnings(): string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(console, "warn").mockImplementation((line: string) => void lines.push(line));
  onTestFinished(() => spy.mockRestore());
  return lines;
}
