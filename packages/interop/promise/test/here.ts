import { type Awaits, type EventLoop, run, type Startable } from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";

/** Runs a program on a virtual clock that lets the host in. No exception may go unheard there, and no host work stay held. */
export async function here<T>(main: Startable<T>, prepare: (loop: EventLoop) => void = () => {}): Promise<Awaited<T>> {
  const loop = new HostVirtualLoop();
  const unheard: string[] = [];
  loop.setExceptionHandler((_, { message, exception }) => unheard.push(`${message} (${String(exception)})`));
  prepare(loop);
  const value = await run(main as Startable<T> & Awaits<T>, { loop });
  for (const what of loop.hostWorkHeld()) unheard.push(`still held: ${what}`);
  if (unheard.length > 0) throw new Error(`unheard: ${unheard.join("; ")}`);
  return value;
}
