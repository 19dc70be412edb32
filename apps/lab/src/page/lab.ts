import { idle, PageLoop } from "@asyncio-ts/browser";
import { batch, computed, effect, signal } from "@preact/signals";
import { CancelledError, type Coroutine, type Task } from "asyncio-ts";
import { fromPromise } from "@asyncio-ts/promise";
import { programNamed, sections } from "../catalog/catalog.ts";
import type { ExplorationResult } from "../protocol/response.ts";
import type { Intervention } from "../protocol/run-request.ts";
import { programLine } from "../timeline/program-line.ts";
import { Timeline } from "../timeline/timeline.ts";
import { firstPaint } from "./first-paint.ts";
import { fromFragment, toFragment } from "./link.ts";
import { Playback } from "./playback.ts";
import { exploreInWorker, recordInWorker } from "./worker-call.ts";

/** The program that the lab begins with. */
const FIRST = sections[0]!.programs[0]!.name;
const MAX_STEPS = 20_000;
const SCHEDULES = 1000;

/** The state of the page and what its user can do. Its coroutines run on a loop of the page. */
export class Lab {
  /** The name of the program; null for a text of the user's. */
  readonly program = signal<string | null>(null);
  readonly source = signal("");
  readonly timeline = signal<Timeline | null>(null);
  readonly schedule = signal<string | null>(null);
  readonly interventions = signal<readonly Intervention[]>([]);
  readonly exploration = signal<ExplorationResult | null>(null);
  /** Why the program could not be run or explored. */
  readonly problem = signal<string | null>(null);
  readonly work = signal<"running" | "exploring" | null>(null);
  /** The place of the selected task in the order of creation. */
  readonly selected = signal<number | null>(null);
  /** A line of the program to show, counted from 1. */
  readonly shownLine = signal<number | null>(null);
  readonly playback: Playback;
  /** The line of the program at which the selected task is suspended, or the task with the latest step; null while the text differs. */
  readonly line = computed(() => this.#line());
  readonly isEdited = computed(() => this.#ran.value !== null && this.source.value !== this.#ran.value);

  readonly #loop = new PageLoop();
  /** The text that was run last, and the text of the program as the lab has it. */
  readonly #ran = signal<string | null>(null);
  #original: string | null = null;
  #worker: Task<void> | null = null;

  constructor() {
    this.playback = new Playback(this.#loop, this.timeline);
  }

  /** Opens what the address says, and keeps the loop of the page running. */
  start(): void {
    void this.#loop.runForever();
    effect(() => this.#forgetLine(this.playback.place.value, this.selected.value));
    this.openAddress();
  }

  /** Opens what the address says. */
  openAddress(): void {
    this.#begin(this.#openAddress());
  }

  /** Loads the editor once the page is painted and has nothing else to do. */
  loadEditor(receive: (editor: typeof import("../view/code-editor.ts")) => void): void {
    this.#loop.createTask(function* () {
      yield* firstPaint();
      yield* idle(1000);
      receive(yield* fromPromise(import("../view/code-editor.ts")));
    });
  }

  /** Opens a program of the lab. */
  open(name: string): void {
    this.#begin(this.#openProgram(name));
  }

  /** Runs the program from its text, in asyncio's order. */
  run(): void {
    batch(() => {
      this.schedule.value = null;
      this.interventions.value = [];
      this.exploration.value = null;
    });
    this.#begin(this.#record("play"));
  }

  /** Runs the program again under a schedule; null is asyncio's order. */
  follow(schedule: string | null): void {
    this.schedule.value = schedule;
    this.interventions.value = [];
    this.#begin(this.#record("play"));
  }

  /** Runs the program again, and cancels a task at the place shown. */
  cancelTask(task: number): void {
    const timeline = this.timeline.value;
    if (timeline === null) return;
    const step = timeline.stepsEnded(this.playback.applied.value);
    const intervention = { step, task, time: Math.round(this.playback.time.value * 1000) / 1000 };
    this.interventions.value = [...this.interventions.value.filter((earlier) => earlier.step <= step), intervention];
    this.#begin(this.#record("stay"));
  }

  /** Runs the program again without the cancellations. */
  takeBack(): void {
    this.interventions.value = [];
    this.#begin(this.#record("stay"));
  }

  /** Looks for a schedule under which the program fails. */
  explore(): void {
    this.#begin(this.#explore());
  }

  /** Ends the run or the exploration that goes on. */
  stop(): void {
    this.#worker?.cancel();
    this.work.value = null;
  }

  /** Returns a link to what the page shows. */
  async link(): Promise<string> {
    const fragment = await toFragment({
      program: this.program.value,
      source: this.program.value === null || this.source.value !== this.#original ? this.source.value : null,
      schedule: this.schedule.value,
      interventions: this.interventions.value,
      at: this.playback.applied.value,
    });
    return `${location.origin}${location.pathname}${fragment}`;
  }

  /** Lets the line follow the place and the selected task again. */
  #forgetLine(_place: number, _selected: number | null): void {
    this.shownLine.value = null;
  }

  #line(): number | null {
    const timeline = this.timeline.value;
    if (this.shownLine.value !== null || timeline === null || this.isEdited.value) return this.shownLine.value;
    const suspension = timeline.suspensionAt(this.selected.value, this.playback.applied.value);
    return suspension?.stack.map(programLine).find((line) => line !== null) ?? null;
  }

  /** Starts a coroutine in place of the one that goes on. */
  #begin(work: Coroutine<void>): void {
    this.#worker?.cancel();
    this.playback.pause();
    this.work.value = "running";
    this.#worker = this.#loop.createTask(this.#guard(work), { name: "work" });
  }

  *#guard(work: Coroutine<void>): Coroutine<void> {
    this.problem.value = null;
    try {
      yield* work;
    } catch (error) {
      if (error instanceof CancelledError) throw error;
      this.problem.value = error instanceof Error ? error.message : String(error);
    }
    // Not after a cancellation, which leaves the page to the next work.
    this.work.value = null;
  }

  *#openAddress(): Coroutine<void> {
    try {
      yield* this.#openLink();
    } catch (error) {
      if (!(error instanceof CancelledError)) yield* this.#openProgram(FIRST);
      throw error;
    }
  }

  *#openLink(): Coroutine<void> {
    const { at, interventions, program, schedule, source } = yield* fromPromise(fromFragment(location.hash));
    if (source === null) yield* this.#load(program ?? FIRST);
    else this.#show(null, source);
    batch(() => {
      this.schedule.value = schedule;
      this.interventions.value = interventions;
    });
    yield* this.#record(at ?? "play");
  }

  *#openProgram(name: string): Coroutine<void> {
    yield* this.#load(name);
    yield* this.#record("play");
  }

  /** Loads and shows a program of the lab. */
  *#load(name: string): Coroutine<void> {
    const program = programNamed(name);
    if (program === undefined) throw new Error(`the lab has no program "${name}"`);
    this.#show(name, yield* fromPromise(program.load()));
  }

  #show(name: string | null, source: string): void {
    batch(() => {
      this.program.value = name;
      this.source.value = source;
      this.timeline.value = null;
      this.schedule.value = null;
      this.interventions.value = [];
      this.exploration.value = null;
      this.selected.value = null;
    });
    this.#original = source;
  }

  /** @param then whether to play, to stay at the place, or the number of events to show */
  *#record(then: "play" | "stay" | number): Coroutine<void> {
    const [source, schedule, interventions] = [this.source.value, this.schedule.value, this.interventions.value];
    const request = { kind: "run", source, schedule, interventions, maxSteps: MAX_STEPS, announceSteps: false } as const;
    const record = yield* recordInWorker(request);
    const timeline = new Timeline(record);
    batch(() => {
      this.#ran.value = source;
      this.timeline.value = timeline;
      this.shownLine.value = null;
      if (!timeline.lanes.has(this.selected.value ?? -1)) this.selected.value = null;
    });
    if (typeof then === "number") this.playback.seek(then === 0 ? 0 : (timeline.axis.xs[then - 1] ?? timeline.axis.width));
    else if (then === "play") this.#playFromStart(timeline);
  }

  #playFromStart(timeline: Timeline): void {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playback.seek(isStill ? timeline.axis.width : 0);
    if (!isStill) this.playback.play();
  }

  *#explore(): Coroutine<void> {
    this.work.value = "exploring";
    this.exploration.value = null;
    const result = yield* exploreInWorker({ kind: "explore", source: this.source.value, runs: SCHEDULES });
    batch(() => {
      this.exploration.value = result;
      this.interventions.value = [];
      this.schedule.value = result.kind === "found" ? result.found.schedule : null;
    });
    this.work.value = "running";
    yield* this.#record("play");
  }
}
