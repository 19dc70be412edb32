import { type Awaits, type HostLoop, type Startable, run as runOn } from "asyncio-ts";

/** What stands behind a program while it plays. */
export interface Scenery {
  loop: HostLoop;
  /** The loop's time when the program began. */
  began: number;
  /** The wall clock at that moment, in milliseconds. */
  wallClock: number;
  print(text: string): void;
}

let scenery: Scenery;

/** Prepares the stage for the next program. */
export function setScenery(next: Scenery): void {
  scenery = next;
}

/** Prints values with a space between them. */
export function print(...values: unknown[]): void {
  scenery.print(values.map(String).join(" "));
}

/** `run` of asyncio-ts, on the loop of this stage. */
export function run<T>(main: Startable<T> & Awaits<T>): Promise<Awaited<T>> {
  return runOn(main, { loop: scenery.loop });
}

/** Milliseconds on the wall clock. */
export function time(): number {
  return scenery.wallClock + scenery.loop.time() - scenery.began;
}

/** The wall clock as hours, minutes and seconds. */
export function strftime(_format: "%X"): string {
  return new Date(time()).toTimeString().slice(0, "HH:MM:SS".length);
}
