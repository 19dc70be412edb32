import { setSnapshot } from "@asyncio-ts/loop";
import { driverOf, hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import {
  allTasks,
  type Coroutine,
  createTask,
  currentTask,
  EventLoop,
  getEventLoop,
  HostLoop,
  isCoroutine,
  isFuture,
  newEventLoop,
  Runner,
  run,
  setEventLoop,
  sleep,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { setImmediate as hostTurn, setTimeout as delay } from "node:timers/promises";
import { Consumer } from "./consumer.ts";
import { fromPromise } from "@asyncio-ts/promise";
import { type Finding, Findings } from "./findings.ts";
import { begunCoroutines, withInstance } from "./plausible.ts";
import { argumentsOf, nameOf, RUNNERS, type Trial } from "./trial.ts";
import { values } from "./values.ts";

/** The longest time of a thread for a trial, in milliseconds. Other programs on the machine do not count. */
const SLOWEST = 2000;
/** How long a run may take before it counts as one that never ends. */
const PATIENCE = 4000;
const STACK_TRACE_LIMIT = Error.stackTraceLimit;

/** Performs trials, and looks for their effects. */
export class Laboratory {
  readonly #modules: Map<string, Record<string, any>>;
  #findings = new Findings();
  readonly #consumer = new Consumer(
    (error) => this.#findings.judge(error),
    (detail) => this.#findings.add("never ended", detail),
  );

  private constructor(modules: Map<string, Record<string, any>>) {
    this.#modules = modules;
    process.on("uncaughtException", (error) => this.#findings.add("uncaught", error));
    process.on("unhandledRejection", (reason) => this.#findings.add("unhandled rejection", reason));
    // Reports of failed callbacks are no findings.
    for (const method of ["log", "warn", "error"] as const) console[method] = () => {};
  }

  /** Imports the modules. */
  static async open(modules: Iterable<string>): Promise<Laboratory> {
    const imported = await Promise.all([...new Set(modules)].map(async (name) => [name, await import(name)] as const));
    return new Laboratory(new Map(imported));
  }

  /** Performs a trial, and returns its findings. */
  async perform(trial: Trial): Promise<Finding[]> {
    this.#findings = new Findings();
    const begun = begunCoroutines();
    const start = process.threadCpuUsage();
    try {
      if (trial.mode === "outside") await this.#performOutside(trial);
      else await this.#performInside(trial);
    } catch (error) {
      this.#findings.add("broken loop", error);
    }
    reset(null, null);
    // The instance of a method's trial may be a task, which begins in any case.
    if (this.#findings.refusal !== null && trial.target.member === null && begunCoroutines() > begun)
      this.#findings.add("started although refused", this.#findings.refusal);
    if (trial.mode === "outside" && this.#findings.list.length > 0) closeProcessWideLoop();
    // Unhandled rejections are reported after the microtasks.
    await hostTurn();
    const { user, system } = process.threadCpuUsage(start);
    const ms = (user + system) / 1000;
    if (ms > SLOWEST) this.#findings.add("slow", `${Math.round(ms)} ms`);
    if (Error.stackTraceLimit !== STACK_TRACE_LIMIT) this.#findings.add("no stacks", `Error.stackTraceLimit is ${Error.stackTraceLimit}`);
    Error.stackTraceLimit = STACK_TRACE_LIMIT;
    return this.#findings.list;
  }

  async #performInside(trial: Trial): Promise<void> {
    const isVirtual = trial.mode === "virtual";
    const loop = isVirtual ? new VirtualLoop() : newEventLoop();
    const limit = isVirtual ? 50 : 6;
    const runner = new Runner<EventLoop>({ loopFactory: () => loop });
    await within(
      runner.run(() => this.#callInTask(trial, loop, limit)),
      "a run that made the call",
    );
    await within(
      runner.run(() => this.#lookForLeftovers(loop, isVirtual)),
      "a run after the call",
    );
    await within(runner.close(), "the close of the loop");
  }

  *#callInTask(trial: Trial, loop: EventLoop, limit: number): Coroutine<void> {
    reset(loop, null);
    const task = createTask(() => this.#call(trial, loop, limit));
    yield* this.#consumer.finish(task, limit * 20);
  }

  *#lookForLeftovers(loop: EventLoop, isVirtual: boolean): Coroutine<void> {
    yield* sleep(isVirtual ? 1000 : 2);
    const left = () => [...allTasks()].filter((task) => task !== currentTask());
    for (let turns = 0; left().length > 0 && turns < 20; turns++) yield* sleep(1);
    for (const task of left()) this.#findings.add("left behind", String(task));
    for (const work of hostWorkHeld(loop)) this.#findings.add("left behind", `host work: ${work}`);
    if (!isVirtual) return;
    const deadlines: number[] = [];
    const driver = driverOf(loop);
    const { park } = driver;
    driver.park = (deadline, turn) => {
      deadlines.push(deadline);
      park.call(driver, deadline, turn);
    };
    yield* sleep(10_000_000);
    if (deadlines.length > 1) this.#findings.add("left behind", `a timer at ${deadlines[0]}`);
  }

  async #performOutside(trial: Trial): Promise<void> {
    const { target } = trial;
    const value = values[trial.value]!();
    const exports = this.#modules.get(target.module)!;
    const args = argumentsOf(trial, value);
    let made: any = null;
    try {
      let result: unknown;
      if (target.member === null) result = exports[target.name](...args);
      else if (target.member === "constructor") result = exports[target.name] && new exports[target.name](...args);
      else {
        made = target.name === "Runner" ? new Runner({ loopFactory: () => new HostLoop() }) : new exports[target.name]();
        result = made[target.member](...args);
      }
      reset(null, null);
      const isRunner = RUNNERS.has(nameOf(target)) && !trial.value.endsWith("never settles");
      const settled = await this.#settle(result, value, isRunner ? 1000 : 20);
      if (!settled && isRunner) this.#findings.add("never ended", "the promise of the call is pending after 1 s");
      if (!settled && target.member === "constructor") this.#findings.add("never ended", "a sleep of 1 ms on the loop");
    } catch (error) {
      this.#findings.judge(error);
    }
    try {
      await within(made?.close(), "the close of the loop");
    } catch (error) {
      this.#findings.judge(error);
    }
    setEventLoop(null);
    await within(
      createTask(function* () {
        yield* sleep(1);
      }).then(),
      "a task of the process-wide loop after the call",
    );
    const left = () => [...allTasks(getEventLoop())];
    for (let turns = 0; left().length > 0 && turns < 20; turns++) await delay(1);
    for (const task of left()) this.#findings.add("left behind", String(task));
  }

  /** Waits for the result of a call outside of a step. Returns false if a promise stays pending. */
  async #settle(result: unknown, value: unknown, patience: number): Promise<boolean> {
    if (result === value) return true;
    if (isCoroutine(result) || isFuture(result)) {
      const future = isFuture(result) ? result : createTask(result);
      // It may fail while nothing waits for it.
      await delay(1);
      const settled = future.then(
        () => {},
        (error: unknown) => this.#findings.judge(error),
      );
      await Promise.race([settled, delay(10)]);
      future.cancel();
      await Promise.race([settled, delay(50)]);
      return true;
    }
    if (result instanceof EventLoop && result !== value)
      return this.#settle(
        run(() => probe(result), { loop: result }),
        value,
        1000,
      );
    // Its buffer may be filled already.
    if (result instanceof ReadableStream) return this.#settle(result.cancel(), value, patience);
    if (!(result instanceof Promise)) return true;
    const settled = result.then(
      () => true,
      (error: unknown) => {
        this.#findings.judge(error);
        return true;
      },
    );
    return Promise.race([settled, delay(patience).then(() => false)]);
  }

  *#call(trial: Trial, loop: EventLoop, limit: number): Coroutine<void> {
    const { target } = trial;
    const exports = this.#modules.get(target.module)!;
    const value = values[trial.value]!();
    const exported = exports[target.name];
    const { member } = target;
    const call = (fn: (args: unknown[]) => unknown): unknown => {
      try {
        return fn(argumentsOf(trial, value));
      } catch (error) {
        this.#findings.judge(error);
        return undefined;
      } finally {
        reset(loop, value);
      }
    };
    if (member === null) {
      const result = call((args) => exported(...args));
      yield* this.#consumer.consume(result, value, limit);
      // A function that wraps another one can be applied to it again.
      if (typeof result === "function") call((args) => exported(...args));
    } else if (member !== "constructor")
      yield* withInstance(target, exported, (instance) => this.#callMethod(instance, member, call, value, limit));
    // Some classes are exported as types only.
    else if (exported !== undefined)
      yield* this.#consumer.consume(
        call((args) => new exported(...args)),
        value,
        limit,
      );
  }

  *#callMethod(
    instance: any,
    member: string,
    call: (fn: (args: unknown[]) => unknown) => unknown,
    value: unknown,
    limit: number,
  ): Coroutine<void> {
    if (typeof instance[member] !== "function") return;
    yield* this.#consumer.consume(
      call((args) => instance[member](...args)),
      value,
      limit,
    );
    yield* this.#consumer.consume(instance, value, limit);
  }
}

/** Waits for a timer of the loop, and for work of the host if the loop can. */
function* probe(loop: EventLoop): Coroutine<void> {
  yield* sleep(1);
  if (!driverOf(loop).ownsThread) yield* fromPromise(() => delay(3));
}

/** Closes the loop, which may be broken, so that the next trial gets a new one. */
function closeProcessWideLoop(): void {
  try {
    getEventLoop().close();
  } catch {
    // It is broken.
  }
}

/** Resets the settings that a call may have changed. */
function reset(loop: EventLoop | null, value: unknown): void {
  setSnapshot(null);
  setEventLoop(null);
  if (loop === null) return;
  loop.setExceptionHandler(() => {});
  loop.setTaskFactory(null);
  loop.setDebug(false);
  try {
    loop.removeInstrument(value as object);
  } catch {
    // It was refused.
  }
}

async function within(result: unknown, what: string): Promise<void> {
  if (!(result instanceof Promise)) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} never ended`)), PATIENCE);
  });
  await Promise.race([result, late]).finally(() => clearTimeout(timer));
}
