import { hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { type Awaits, type EventLoop, run, type Startable } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";

/**
 * Runs a program on a virtual loop and returns its value.
 *
 * @param prepare receives the loop before the program begins
 * @param loop a new VirtualLoop by default
 * @throws Error when the loop's exception handler was called
 */
export function virtually<T>(main: Startable<T>, prepare: (loop: EventLoop) => void = () => {}, loop: VirtualLoop = new VirtualLoop()): T {
  const reports = reportsOf(loop);
  prepare(loop);
  const value = run(main as Startable<T> & Awaits<T>, { loop });
  expectNone(reports);
  return value;
}

/**
 * Runs a program on a virtual clock beside the host's own loop.
 *
 * @param prepare receives the loop before the program begins
 * @throws Error when the loop's exception handler was called, or host work is still held
 */
export async function hostVirtually<T>(main: Startable<T>, prepare: (loop: EventLoop) => void = () => {}): Promise<Awaited<T>> {
  const loop = new HostVirtualLoop();
  const reports = reportsOf(loop);
  prepare(loop);
  const value = await run(main as Startable<T> & Awaits<T>, { loop });
  expectNone([...reports, ...hostWorkHeld(loop).map((work) => `host work still held: ${work}`)]);
  return value;
}

function reportsOf(loop: EventLoop): string[] {
  const reports: string[] = [];
  loop.setExceptionHandler((_, { message, exception }) => reports.push(`${message} (${String(exception)})`));
  return reports;
}

function expectNone(reports: readonly string[]): void {
  if (reports.length > 0) throw new Error(`no report was expected, got: ${reports.join("; ")}`);
}
