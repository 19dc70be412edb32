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
import { fromFragment, type LinkedState, type Place, toFragment } from "./link.ts";
import { Playback } from "./playback.ts";
import { exploreInWorker, recordInWorker } from "./worker-call.ts";

/** The program that the lab begins with. */
const FIRST = sections[0]!.programs[0]!.name;
const MAX_STEPS = 20_000;
const SCHEDULES = 1000;

const FIRST_RUN = { schedule: null, interventions: [], exploration: null } as const;
/** What a link says of a run that has not been. */
const WITHOUT_RUN = { schedule: null, interventions: [], at: null } as const;

/** A run to record. */
interface Plan {
  readonly source: string;
  readonly schedule: string | null;
  readonly interventions: readonly Intervention[];
  readonly exploration: ExplorationResult | null;
}

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
    history.pushState(null, "", `#${new URLSearchParams({ program: name })}`);
    this.#begin(this.#openProgram(name));
  }

  /** Runs the program from its text, in asyncio's order. */
  run(): void {
    this.#begin(this.#runText(this.source.value));
  }

  /** Repeats the run under a schedule; null is asyncio's order. */
  follow(schedule: string | null): void {
    this.#begin(this.#record("play", { ...this.#plan(), schedule, interventions: [] }));
  }

  /** Repeats the run, and cancels a task at the place shown. */
  cancelTask(task: number): void {
    const timeline = this.timeline.value;
    if (timeline === null) return;
    const { events, time } = this.#place();
    const step = timeline.stepsEnded(events);
    const isBefore = (each: Intervention) => each.step < step || (each.step === step && each.time <= time);
    const interventions = [...this.interventions.value.filter(isBefore), { step, task, time }];
    this.#begin(this.#record("stay", { ...this.#plan(), interventions }));
  }

  /** Repeats the run without the cancellations. */
  takeBack(): void {
    this.#begin(this.#record("stay", { ...this.#plan(), interventions: [] }));
  }

  /** Looks for a schedule under which the program fails. */
  explore(): void {
    this.#begin(this.#explore(this.source.value), "exploring");
  }

  /** Ends the run or the exploration that goes on. */
  stop(): void {
    this.#worker?.cancel();
    this.work.value = null;
  }

  /** Returns a link to what the page shows; to the text alone if it has not been run. */
  async link(): Promise<string> {
    const { interventions, schedule } = this;
    const run = { schedule: schedule.value, interventions: interventions.value, at: this.#place() };
    const fragment = await toFragment({ ...this.#linkedText(), ...(this.isEdited.value ? WITHOUT_RUN : run) });
    return `${location.origin}${location.pathname}${fragment}`;
  }

  #place(): Place & { readonly time: number } {
    return { events: this.playback.applied.value, time: this.playback.time.value };
  }

  #linkedText(): { program: string | null; source: string | null } {
    const { program, source } = this;
    const isOwn = program.value === null || source.value !== this.#original;
    return { program: program.value, source: isOwn ? source.value : null };
  }

  /** Returns the plan of the run that the page shows. The text may have been edited since. */
  #plan(): Plan {
    return {
      source: this.#ran.value ?? this.source.value,
      schedule: this.schedule.value,
      interventions: this.interventions.value,
      exploration: this.exploration.value,
    };
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
  #begin(work: Coroutine<void>, kind: "running" | "exploring" = "running"): void {
    this.#worker?.cancel();
    this.playback.pause();
    this.work.value = kind;
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
    const { at, interventions, schedule } = yield* this.#showLinked();
    yield* this.#record(at ?? "play", { source: this.source.value, schedule, interventions, exploration: null });
  }

  /** Shows the program of the address; the first one of the lab if the address has none that can be read. */
  *#showLinked(): Coroutine<LinkedState> {
    try {
      const linked = yield* fromPromise(fromFragment(location.hash));
      if (linked.source === null) yield* this.#load(linked.program ?? FIRST);
      else this.#show(null, linked.source);
      return linked;
    } catch (error) {
      if (!(error instanceof CancelledError)) yield* this.#openProgram(FIRST);
      throw error;
    }
  }

  *#openProgram(name: string): Coroutine<void> {
    yield* this.#load(name);
    yield* this.#record("play", { ...FIRST_RUN, source: this.source.value });
  }

  /** Runs a text, and puts it into the address, so that reloading the page keeps it. */
  *#runText(source: string): Coroutine<void> {
    history.replaceState(null, "", yield* fromPromise(toFragment({ ...this.#linkedText(), ...WITHOUT_RUN })));
    yield* this.#record("play", { ...FIRST_RUN, source });
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
      this.#ran.value = null;
    });
    this.#original = source;
  }

  /** @param then whether to play, to stay at the place, or the place to show */
  *#record(then: "play" | "stay" | Place, { exploration, interventions, schedule, source }: Plan): Coroutine<void> {
    const request = { kind: "run", source, schedule, interventions, maxSteps: MAX_STEPS, announceSteps: false } as const;
    const record = yield* recordInWorker(request);
    const timeline = new Timeline(record);
    const shown = this.#place();
    batch(() => {
      this.#ran.value = source;
      this.schedule.value = schedule;
      this.interventions.value = interventions;
      this.exploration.value = exploration;
      this.timeline.value = timeline;
      this.shownLine.value = null;
      if (!timeline.lanes.has(this.selected.value ?? -1)) this.selected.value = null;
    });
    const place = then === "stay" ? shown : then;
    if (place === "play") this.#playFromStart(timeline);
    else this.playback.seek(timeline.axis.placeOf(place.events, place.time));
  }

  #playFromStart(timeline: Timeline): void {
    const isStill = matchMedia("(prefers-reduced-motion: reduce)").matches;
    this.playback.seek(isStill ? timeline.axis.width : 0);
    if (!isStill) this.playback.play();
  }

  *#explore(source: string): Coroutine<void> {
    const exploration = yield* exploreInWorker({ kind: "explore", source, runs: SCHEDULES });
    this.work.value = "running";
    const schedule = exploration.kind === "found" ? exploration.found.schedule : null;
    yield* this.#record("play", { source, schedule, interventions: [], exploration });
  }
}
