import { type Awaits, type EventLoop, run, type Startable } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";

/**
 * Runs a program on a virtual loop, one of its own by default, and gives its value. No exception may go unheard there.
 *
 * @param prepare sees the loop before the program begins
 */
export function virtually<T>(main: Startable<T>, prepare: (loop: EventLoop) => void = () => {}, loop: VirtualLoop = new VirtualLoop()): T {
  const unheard: string[] = [];
  loop.setExceptionHandler((_, { message, exception }) => unheard.push(`${message} (${String(exception)})`));
  prepare(loop);
  const value = run(main as Startable<T> & Awaits<T>, { loop });
  if (unheard.length > 0) throw new Error(`unheard: ${unheard.join("; ")}`);
  return value;
}
