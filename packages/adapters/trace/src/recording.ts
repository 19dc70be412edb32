/// <reference lib="esnext.disposable" preserve="true" />
import { brand, disposable } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import { observeConsole } from "./console-lines.ts";
import { decode } from "./decode.ts";
import { Recorder } from "./recorder.ts";
import type { Entry } from "./ring.ts";
import type { TracedTask } from "./traced-task.ts";
import type { TraceEvent } from "./trace-event.ts";

/**
 * What a loop did, as returned by `record`: the latest events, and the tasks.
 *
 * A recording is `Disposable`. Disposing it ends the recording, and its events stay.
 */
export class Recording {
  /** Ends the recording, as `stop` does. */
  declare readonly [Symbol.dispose]: () => void;
  readonly #recorder: Recorder;
  readonly #loop: EventLoop;
  #release: (() => void) | null;
  /** The time of the loop when the recording began, in milliseconds. */
  readonly began: number;
  #ended: number | null = null;

  /** @internal */
  constructor(loop: EventLoop, capacity: number, withConsole: boolean) {
    this.#loop = loop;
    this.#recorder = new Recorder(loop, capacity);
    this.began = this.#recorder.now();
    loop.addInstrument(this.#recorder);
    this.#release = withConsole ? observeConsole((text) => this.#recorder.line(text)) : null;
  }

  /** The events, oldest first. Made at each read: keep the array. */
  get events(): readonly TraceEvent[] {
    return decode(this._entries(), this.#recorder.units, this.#tasks());
  }

  /** The tasks in the order of their creation: all that are not done, and the latest of the others. */
  get tasks(): readonly TracedTask[] {
    return [...this.#tasks().values()];
  }

  /** The number of events that were overwritten, because the recording keeps only the latest. */
  get lost(): number {
    return this.#recorder.ring.lost;
  }

  /** The time of the loop now, or when the recording ended, in milliseconds. */
  get ended(): number {
    return this.#ended ?? this.#recorder.now();
  }

  /** Ends the recording, as disposing it does. Does nothing the second time. */
  stop(): void {
    if (this.#ended !== null) return;
    this.#ended = this.#recorder.now();
    this.#loop.removeInstrument(this.#recorder);
    this.#release?.();
    this.#release = null;
  }

  #tasks(): Map<number, TracedTask> {
    return this.#recorder.tasks.list(this.#recorder.units, this.#loop);
  }

  /** @internal */
  _entries(): Entry[] {
    return this.#recorder.ring.list();
  }

  /** Returns the numbers of events and tasks, for logs. */
  toString(): string {
    return `<Recording of ${this.#loop}: ${this.tasks.length} tasks, ${this.events.length} events>`;
  }
}

brand(Recording, "Recording");
disposable(Recording, function () {
  this.stop();
});
