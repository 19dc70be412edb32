import type { ChoiceKind, ExceptionContext, Runnable } from "@asyncio-ts/loop";
import { driverOf, type Failure, setChooser, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, isCoroutine, run, Task } from "@asyncio-ts/tasks";
import { ChoiceRecord } from "./choice-record.ts";
import type { ProgramFailure } from "./failure.ts";
import { LivelockError } from "./livelock-error.ts";
import { Reports } from "./reports.ts";
import type { ScheduleSettings } from "./schedule.ts";
import { stepName } from "./step-name.ts";
import { Trace } from "./trace.ts";
import type { VirtualDriver } from "./virtual-driver.ts";
import { VirtualLoop } from "./virtual-loop.ts";

/** The number of steps before the limit that a LivelockError names. */
const LATEST = 320;

/** Makes the choices of one run. */
export interface Choices {
  /**
   * Returns the index of an alternative.
   *
   * @param at the number of choices before this one
   * @throws to end the run
   */
  choose(at: number, kind: ChoiceKind, alternatives: readonly unknown[]): number;
}

/** The order of asyncio. */
export const FIFO: Choices = { choose: () => 0 };

/** One run of a program on a virtual loop of its own, with the choices that were made. The count of a choice of the time is negative. */
export class ScheduledRun<T> extends ChoiceRecord {
  readonly settings: ScheduleSettings;
  /** The number of steps. */
  steps = 0;
  value: T | undefined = undefined;
  failure: ProgramFailure | null = null;
  /** Further reports of a run that failed. */
  reports: readonly ExceptionContext[] = [];
  /** Null unless the run is traced. */
  readonly trace: Trace | null;

  readonly #caller: string;
  readonly #choices: Choices;
  readonly #loop = new VirtualLoop();
  readonly #driver = driverOf(this.#loop) as VirtualDriver;
  #coroutine: Coroutine<T> | null = null;
  #main: Task<unknown> | null = null;
  #limit: number;
  readonly #latest: string[] = [];
  #livelock: LivelockError | null = null;
  /** An error that ended the run although the program did not fail: the schedule does not fit. */
  #refusal: Failure | null = null;
  /** Where the present pass has begun, on the loop's clock. */
  #passBegan = 0;
  #reached = 0;

  /** @param caller the function named in errors */
  constructor(caller: string, settings: ScheduleSettings, choices: Choices, options: { traced?: boolean } = {}) {
    super();
    this.#caller = caller;
    this.settings = settings;
    this.#choices = choices;
    this.#limit = settings.maxSteps;
    this.trace = options.traced === true ? new Trace(() => this.#loop.time()) : null;
  }

  /**
   * Runs the program.
   *
   * @throws TypeError if the program gives no coroutine
   * @throws Error if the program awaits the host
   * @throws the error of the choices, if they end the run
   */
  run(program: () => Coroutine<T>): this {
    const loop = this.#loop;
    const reports = new Reports(loop);
    setChooser(loop, this.#choose, { order: this.settings.order, beforeStep: this.#beforeStep });
    let thrown: Failure | null = null;
    try {
      this.value = run<unknown, VirtualLoop>(() => this.#start(program), { loop }) as T;
    } catch (error) {
      thrown = { error };
    }
    this.trace?.endLatest();
    if (this.#refusal !== null) throw this.#refusal.error;
    const { awaitedHost } = this.#driver;
    if (awaitedHost !== null) throw new Error(hostAwaited(this.#caller, awaitedHost));
    if (this.#livelock !== null) thrown = { error: this.#livelock };
    this.failure = reports.failure(thrown);
    this.reports = thrown === null ? reports.exceptions.slice(1) : reports.exceptions;
    return this;
  }

  #start(program: () => Coroutine<T>): Coroutine<T> {
    const coroutine: unknown = program();
    if (isCoroutine(coroutine)) return (this.#coroutine = coroutine as Coroutine<T>);
    const expected = "a program that gives a coroutine (write function*, or return its call)";
    const error = wrongArgument(this.#caller, expected, coroutine);
    this.#refusal = { error };
    throw error;
  }

  readonly #choose = (kind: ChoiceKind, alternatives: readonly unknown[]): number => {
    if (this.#refusal !== null) return 0;
    if (kind === "time" && !this.#isWithinSlack(alternatives[0] as number, alternatives[1] as number)) return 0;
    const at = this.counts.length;
    this.counts.push(kind === "time" ? -1 : alternatives.length);
    let index = 0;
    try {
      index = this.#choices.choose(at, kind, alternatives);
    } catch (error) {
      this.#refusal = { error };
      throw error;
    }
    this.taken.push(index);
    if (kind === "time" && index === 1) this.#reached = alternatives[1] as number;
    this.trace?.chose(this.steps + 1, kind, alternatives, index);
    return index;
  };

  /** Whether one slow step may take until `deadline`. The slack counts from the beginning of the pass, not from a deadline that it has passed. */
  #isWithinSlack(now: number, deadline: number): boolean {
    if (now !== this.#reached) this.#passBegan = this.#reached = now;
    return deadline - this.#passBegan <= this.settings.slack;
  }

  /** Records a step, unless it belongs to the clean-up after main. */
  #traceStep(step: number, runnable: Runnable, trace: Trace): void {
    if (this.#main === null && runnable instanceof Task && runnable.getCoro() === this.#coroutine) this.#main = runnable;
    if (this.#main?.done() === true || this.#driver.isDeadlocked || this.#livelock !== null) trace.endLatest();
    else trace.began(step, runnable);
  }

  readonly #beforeStep = (runnable: Runnable): void => {
    this.#passBegan = this.#reached = this.#loop.time();
    const step = ++this.steps;
    if (this.trace !== null) this.#traceStep(step, runnable, this.trace);
    if (step <= this.#limit - LATEST) return;
    this.#latest.push(stepName(runnable));
    if (step <= this.#limit) return;
    const error = new LivelockError(this.settings.maxSteps, this.#latest);
    this.#livelock ??= error;
    // The clean-up after this error may take as many steps again.
    this.#limit += this.settings.maxSteps;
    this.#latest.length = 0;
    throw error;
  };
}

/** Returns the number of alternatives of a choice from its entry in `counts`. */
export function alternativesOf(count: number): number {
  return count < 0 ? 2 : count;
}

/** Returns the entry of a choice in `counts` in words. */
export function describeCount(count: number | undefined): string {
  if (count === undefined) return "no choice";
  return count < 0 ? "a choice of the time" : `${count} alternatives`;
}

function hostAwaited(caller: string, awaited: string): string {
  return (
    `${caller}: the program awaits the host (${awaited}), so it cannot be explored: the host runs only after the schedule has ended, ` +
    "and in an order that no schedule decides. Run this program on a HostVirtualLoop, or replace the host's part by a coroutine"
  );
}
