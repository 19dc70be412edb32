import { nextFrame } from "@asyncio-ts/browser";
import { computed, type ReadonlySignal, signal } from "@preact/signals";
import type { Coroutine, EventLoop, Task } from "asyncio-ts";
import type { Timeline } from "../timeline/timeline.ts";

/** Seconds in which a run is played at speed 1, and the least speed in widths of a step a second. */
const PLAYED_IN = 12;
const LEAST_SPEED = 4;

/** The place of a run that the page shows, and the motion of that place. */
export class Playback {
  /** The place on the axis. */
  readonly place = signal(0);
  readonly isPlaying = signal(false);
  readonly speed = signal(1);
  /** The number of events before the place. */
  readonly applied: ReadonlySignal<number>;
  /** Milliseconds on the loop's clock. */
  readonly time: ReadonlySignal<number>;
  readonly #timeline: ReadonlySignal<Timeline | null>;
  readonly #loop: EventLoop;
  #player: Task<void> | null = null;

  constructor(loop: EventLoop, timeline: ReadonlySignal<Timeline | null>) {
    this.#loop = loop;
    this.#timeline = timeline;
    this.applied = computed(() => timeline.value?.axis.eventsAt(this.place.value) ?? 0);
    this.time = computed(() => timeline.value?.axis.timeAt(this.place.value) ?? 0);
  }

  /** Plays from the present place, or from the start if the run is at its end. */
  play(): void {
    const timeline = this.#timeline.value;
    this.pause();
    if (timeline === null) return;
    if (this.place.value >= timeline.axis.width) this.place.value = 0;
    this.isPlaying.value = true;
    this.#player = this.#loop.createTask(this.#move(timeline), { name: "playback" });
  }

  pause(): void {
    this.#player?.cancel();
    this.#player = null;
    this.isPlaying.value = false;
  }

  toggle(): void {
    if (this.isPlaying.value) this.pause();
    else this.play();
  }

  /** Shows another place, without playing on. */
  seek(place: number): void {
    this.pause();
    this.place.value = Math.min(Math.max(place, 0), this.#timeline.value?.axis.width ?? 0);
  }

  /** Shows the place of an event. */
  seekEvent(at: number): void {
    this.seek(this.#timeline.value?.axis.xs[at] ?? 0);
  }

  nextStep(): void {
    this.seek(this.#timeline.value?.nextStep(this.place.value) ?? 0);
  }

  previousStep(): void {
    this.seek(this.#timeline.value?.previousStep(this.place.value) ?? 0);
  }

  *#move({ axis: { width } }: Timeline): Coroutine<void> {
    let before = yield* nextFrame();
    while (this.place.value < width) {
      const now = yield* nextFrame();
      const widths = Math.max(width / PLAYED_IN, LEAST_SPEED) * this.speed.value;
      this.place.value = Math.min(this.place.value + ((now - before) / 1000) * widths, width);
      before = now;
    }
    this.isPlaying.value = false;
  }
}
