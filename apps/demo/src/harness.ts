import { type Awaits, type HostLoop, type Startable, run as runOn } from "asyncio-ts";

/** The run of one program: its loop, its clocks, and the receiver of its lines. */
export interface Session {
  loop: HostLoop;
  /** The time of the loop at the start of the program, in milliseconds. */
  start: number;
  /** The wall clock at the start of the program, in milliseconds. */
  wallClock: number;
  print(text: string): void;
}

let session: Session;

/** Sets the session of the next program. */
export function setSession(next: Session): void {
  session = next;
}

/** Prints values with a space between them. */
export function print(...values: unknown[]): void {
  session.print(values.map(String).join(" "));
}

/** Runs a coroutine on the loop of the session. */
export function run<T>(main: Startable<T> & Awaits<T>): Promise<Awaited<T>> {
  return runOn(main, { loop: session.loop });
}

/** Returns the wall clock of the session, in milliseconds. */
export function time(): number {
  return session.wallClock + session.loop.time() - session.start;
}

/** Formats the wall clock of the session as hours, minutes and seconds. */
export function strftime(_format: "%X"): string {
  return new Date(time()).toTimeString().slice(0, "HH:MM:SS".length);
}
