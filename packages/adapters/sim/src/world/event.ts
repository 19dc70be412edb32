import type { Timer } from "@asyncio-ts/loop/lowlevel";

/** An event of the world at one time. It is a timer of the world's heap itself. */
export abstract class WorldEvent implements Timer {
  readonly context = null;
  deadline = 0;
  order = 0;
  slot = -1;

  /** Takes place. */
  abstract run(): void;

  /** Returns the event in words, for the timeline. */
  abstract toString(): string;
}
