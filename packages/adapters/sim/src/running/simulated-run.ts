import type { ChoiceKind } from "@asyncio-ts/loop";
import { type ChooserOptions, type Failure, hostWorkHeld, type Runnable, setChooser, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { allTasks, type Coroutine, DeadlockError, isCoroutine, run } from "@asyncio-ts/tasks";
import { awaitedFutureOf, setNeverAwaitedHandler } from "@asyncio-ts/tasks/lowlevel";
import { LivelockError } from "@asyncio-ts/testing";
import { ChoiceRecord, describeError, type ProgramFailure, Random, stepName } from "@asyncio-ts/testing/lowlevel";
import { Checks } from "../checks/checks.ts";
import { NodeClock } from "../world/clock.ts";
import { type Decider, FAULT, ITEM, type Kind, LATENCY, TIE } from "./decider.ts";
import type { History } from "../checks/history.ts";
import { Host } from "../network/host.ts";
import { DEFAULT_LINK } from "../network/link-settings.ts";
import { type Machine, presentMachine, ScenarioLoop } from "../nodes/machine.ts";
import { isNetworkError } from "../network/network-error.ts";
import type { NodeRun, SimulatedNode } from "../nodes/node.ts";
import { NodeNetwork } from "../network/node-network.ts";
import type { RunSettings } from "./options.ts";
import { type Running, ScenarioDriver } from "./scenario-driver.ts";
import { seedOf } from "../world/seed.ts";
import { Switchboard } from "../network/switchboard.ts";
import { Timeline } from "../world/timeline.ts";
import { World } from "../world/world.ts";

/** The number of latencies from the least to the most. Their steps are exact in binary. */
const LATENCIES = 65;
/** The counts of one kind of choice begin at a multiple of this. */
export const COUNTS: number = 1 << 16;
/** The number of steps before the limit that a LivelockError names. */
const LATEST = 320;

/** The most events after the end of a scenario. */
const LAST_EVENTS = 10_000;

/** The name of the scenario beside those of the nodes. */
export const SCENARIO = "scenario";

/** One run of a program in a world of its own, with the choices that were made. */
export class SimulatedRun<T> extends ChoiceRecord implements NodeRun, Running {
  readonly settings: RunSettings;
  readonly world: World;
  readonly board: Switchboard;
  readonly checks: Checks = new Checks();
  readonly histories: History[] = [];
  readonly nodes: Map<string, SimulatedNode> = new Map();
  readonly scenario: Machine;
  /** Null unless the run is told in words. */
  readonly timeline: Timeline | null;
  steps = 0;
  value: T | undefined = undefined;
  failure: ProgramFailure | null = null;
  readonly chooserOptions: ChooserOptions = { order: "fair", beforeStep: (runnable) => this.#beforeStep(runnable) };
  readonly choices: this = this;
  readonly #decider: Decider;
  /** The failure that ends the run. */
  #failed: ProgramFailure | null = null;
  /** An error that ends the run although the program did not fail. */
  #refusal: Failure | null = null;
  readonly #reports: ProgramFailure[] = [];
  #isEnding = false;
  #limit: number;
  readonly #latest: string[] = [];

  constructor(settings: RunSettings, decider: Decider, options: { isTold?: boolean } = {}) {
    super();
    this.settings = settings;
    this.#decider = decider;
    decider.attach?.(this);
    this.#limit = settings.maxSteps;
    this.world = new World((ties) => this.#pickEvent(ties));
    this.timeline = options.isTold === true ? new Timeline(() => this.world.now) : null;
    this.board = new Switchboard(this, DEFAULT_LINK, settings.link);
    const clock = new NodeClock(this.world, () => {});
    const machine = { name: SCENARIO, clock, random: this.randomOf(SCENARIO) };
    const network = new NodeNetwork(this.board, new Host(SCENARIO));
    const loop = new ScenarioLoop(new ScenarioDriver(this.world, this), (own) => ({ ...machine, loop: own }), network);
    this.scenario = loop.machine;
    setChooser(loop, this.choose, this.chooserOptions);
    loop.setExceptionHandler((_, context) => this.#reports.push(failureOf(context)));
    setNeverAwaitedHandler(loop, (name) => this.#reports.push(neverAwaited(name)));
  }

  /**
   * Runs a scenario.
   *
   * @throws TypeError if it gives no coroutine
   * @throws Error if the program awaits the host
   * @throws the error of the decider, if it ends the run
   */
  run(scenario: () => Coroutine<T>): this {
    let thrown: ProgramFailure | null = null;
    try {
      this.value = run(() => this.#start(scenario), { loop: this.scenario.loop as ScenarioLoop }) as T;
      if (!this.#isEnding) this.#checkEnd();
      if (!this.#isEnding) this.#powerOff(true);
    } catch (error) {
      thrown = { error, found: "" };
    }
    this.#isEnding = true;
    this.#powerOff(false);
    if (this.#refusal !== null) throw this.#refusal.error;
    this.failure = this.#failed ?? thrown ?? this.#reports[0] ?? null;
    if (this.failure !== null) this.timeline?.add(`fails: ${firstLine(this.failure.error)}`);
    return this;
  }

  /** The nodes take the steps of this instant, so that exceptions on their way to an awaiter reach it. */
  #checkEnd(): void {
    const { now } = this.world;
    for (let events = 0; this.world.next <= now && events < LAST_EVENTS; events++) {
      this.world.advance();
      this.afterEvent();
    }
    this.checks.run();
    for (const history of this.histories) history.check();
  }

  #start(scenario: () => Coroutine<T>): Coroutine<T> {
    const coroutine: unknown = scenario();
    if (isCoroutine(coroutine)) return coroutine as Coroutine<T>;
    const error = wrongArgument("simulate", "a scenario that gives a coroutine (write function*, or return its call)", coroutine);
    this.#refusal = { error };
    throw error;
  }

  /** Returns the machine that runs now; that of the scenario outside all steps. */
  get present(): Machine {
    return presentMachine() ?? this.scenario;
  }

  randomOf(name: string): Random {
    return new Random(seedOf(this.settings.seed, name));
  }

  // Choices

  readonly choose = (kind: ChoiceKind, alternatives: readonly unknown[]): number => {
    if (kind === "time" || this.#isEnding) return 0;
    const index = this.#decide(TIE, alternatives.length, 0);
    if (index !== 0 && this.timeline !== null) {
      const [first, chosen] = [alternatives[0], alternatives[index]].map((runnable) => stepName(runnable as Runnable));
      this.timeline.add(`${this.present.name}: ${chosen} runs before ${first}`);
    }
    return index;
  };

  #pickEvent(ties: readonly object[]): number {
    if (this.#isEnding) return 0;
    const index = this.#decide(TIE, ties.length, 0);
    if (index !== 0) this.timeline?.add(`${String(ties[index])} comes before ${String(ties[0])}`);
    return index;
  }

  latency(least: number, most: number): number {
    if (least === most) return least;
    return least + ((most - least) * this.#decide(LATENCY, LATENCIES, 0)) / (LATENCIES - 1);
  }

  chance(p: number): boolean {
    if (p <= 0 || p >= 1) return p >= 1;
    return this.#decide(FAULT, 2, p) === 1;
  }

  below(limit: number): number {
    return limit < 2 ? 0 : this.#decide(ITEM, limit, 0);
  }

  #decide(kind: Kind, alternatives: number, p: number): number {
    if (this.#refusal !== null || this.#isEnding) return 0;
    const at = this.counts.length;
    this.counts.push(kind * COUNTS + alternatives);
    let index = 0;
    try {
      index = this.#decider.decide(at, kind, alternatives, p);
    } catch (error) {
      this.#refusal = { error };
      throw error;
    }
    this.taken.push(index);
    return index;
  }

  // The end

  #beforeStep(runnable: Runnable): void {
    this.afterEvent();
    const step = ++this.steps;
    if (step <= this.#limit - LATEST) return;
    this.#latest.push(`${this.present.name}: ${stepName(runnable)}`);
    if (step <= this.#limit) return;
    const error = new LivelockError(this.settings.maxSteps, this.#latest.splice(0));
    // The clean-up after this error may take as many steps again.
    this.#limit += this.settings.maxSteps;
    this.#fail({ error, found: "" });
    this.#end();
    throw error;
  }

  afterEvent(): void {
    if (this.#isEnding) return;
    try {
      this.checks.run();
    } catch (error) {
      this.#fail({ error, found: "" });
    }
    const failure = this.#refusal ?? this.#failed;
    if (failure === null) return;
    this.#end();
    throw failure.error;
  }

  /** Begins the end of the run: from now on, only the scenario cleans up. */
  #end(): void {
    this.#isEnding = true;
    this.#powerOff(false);
  }

  #powerOff(isReported: boolean): void {
    for (const node of this.nodes.values()) node.powerOff(isReported);
  }

  #fail(failure: ProgramFailure): void {
    this.#failed ??= failure;
  }

  nodeFailed(name: string, error: unknown): void {
    this.timeline?.add(`${name}: ends with ${firstLine(error)}`);
    this.#fail({ error, found: "" });
  }

  reported(name: string, context: { message: string; exception?: unknown }): void {
    const failure = failureOf(context);
    this.timeline?.add(`${name}: ${context.message}: ${firstLine(failure.error)}`);
    if (!isNetworkError(context.exception)) this.#fail(failure);
  }

  neverAwaited(_: string, coroutine: string): void {
    this.#fail(neverAwaited(coroutine));
  }

  hostAwaited(awaited: string): never {
    const error = new Error(
      `simulate: the program awaits the host (${awaited}), so it cannot be simulated: the host runs only after the simulation has ended. ` +
        "Replace the host's part by a coroutine, or run it in a node over the simulated network",
    );
    this.#refusal ??= { error };
    throw error;
  }

  deadlock(): Error {
    const loops = [...this.nodes.values()].flatMap(({ loop }) => loop ?? []);
    const held = [this.scenario.loop, ...loops].flatMap((loop) => hostWorkHeld(loop));
    if (held.length > 0) this.hostAwaited(held.join(", "));
    const error = new DeadlockError(this.scenario.loop, "Deadlock: the scenario waits, and nothing will happen any more in the simulation");
    for (const loop of loops) {
      for (const task of allTasks(loop)) {
        error.message += `\n  ${loop.machine.name}: ${task.getName()} waits for ${awaitedFutureOf(task) ?? "its next step"}`;
      }
    }
    this.#fail({ error, found: "" });
    this.#end();
    return error;
  }
}

function firstLine(error: unknown): string {
  return describeError(error).split("\n", 1)[0]!;
}

function failureOf({ message, exception }: { message: string; exception?: unknown }): ProgramFailure {
  return { error: exception ?? new Error(message), found: message };
}

function neverAwaited(name: string): ProgramFailure {
  return { error: new Error(`coroutine '${name}' was never awaited`), found: "" };
}
