import { host } from "@asyncio-ts/loop/lowlevel";

/**
 * Reports something that its loop had to close. Debug mode only, because only then it is known where it was opened.
 *
 * Mirrors the ResourceWarning of asyncio.
 */
export function reportUnclosed(resource: object, origin: Error | null): void {
  if (origin === null) return;
  const [, ...calls] = String(origin.stack).split("\n");
  host.console.warn(`unclosed ${String(resource)}: close it before the loop ends; it was opened here:\n${calls.join("\n")}`);
}
