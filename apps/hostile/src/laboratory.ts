import { LoopCore, setSnapshot } from "@asyncio-ts/loop";
import { dispose, driverOf, hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import {
  allTasks,
  type Coroutine,
  createTask,
  currentTask,
  EventLoop,
  type Future,
  getEventLoop,
  HostLoop,
  isCoroutine,
  isFuture,
  newEventLoop,
  Runner,
  run,
  setEventLoop,
  sleep,
  wait,
} from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { isObservable, type Observable, of } from "rxjs";
import { rawError } from "./oracle.ts";
import { withInstance } from "./plausible.ts";
import { argumentsOf, nameOf, RUNNERS, type Trial } from "./trial.ts";
import { values } from "./values.ts";

/** What a trial did that no call may do. */
export type Kind = "raw error" | "never ended" | "left behind" | "unhandled rejection" | "uncaught" | "slow" | "broken loop" | "no stacks";

/** A defect that a trial has shown. */
export interface Finding {
  kind: Kind;
  detail: string;
}

/** The longest time of a thread for a trial, in milliseconds. Other programs on the machine do not count. */
const SLOWEST = 2000;
/** How long a run may take before it counts as one that never ends. */
const PATIENCE = 4000;
const STACK_TRACE_LIMIT = Error.stackTraceLimit;

/** Performs trials, and watches what they leave behind. */
export class Laboratory {
  readonly #modules: Map<string, Record<string, any>>;
  #findings: Finding[] = [];

  private constructor(modules: Map<string, Record<string, any>>) {
    this.#modules = modules;
    process.on("uncaughtException", (error) => this.#found("uncaught", error));
    process.on("unhandledRejection", (reason) => this.#found("unhandled rejection", reason));
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
    this.#findings = [];
    const start = process.threadCpuUsage();
    try {
      if (trial.mode === "outside") await this.#performOutside(trial);
      else await this.#performInside(trial);
    } catch (error) {
      this.#found("broken loop", error);
    }
    reset(null, null);
    // Unhandled rejections are reported after the microtasks.
    await hostTurn();
    const { user, system } = process.threadCpuUsage(start);
    const ms = (user + system) / 1000;
    if (ms > SLOWEST) this.#found("slow", `${Math.round(ms)} ms`);
    if (Error.stackTraceLimit !== STACK_TRACE_LIMIT) this.#found("no stacks", `Error.stackTraceLimit is ${Error.stackTraceLimit}`);
    Error.stackTraceLimit = STACK_TRACE_LIMIT;
    return this.#findings;
  }

  async #performInside(trial: Trial): Promise<void> {
    const isVirtual = trial.mode === "virtual";
    const loop = isVirtual ? new VirtualLoop() : newEventLoop();
    const limit = isVirtual ? 50 : 6;
    const runner = new Runner<EventLoop>({ loopFactory: () => loop });
    const laboratory = this;
    await within(
      runner.run(function* () {
        reset(loop, null);
        const task = createTask(() => laboratory.#call(trial, loop, limit));
        yield* laboratory.#finish(task, limit * 20);
      }),
      "a run that made the call",
    );
    const deadlines: number[] = [];
    await within(
      runner.run(function* () {
        yield* sleep(isVirtual ? 1000 : 2);
        const left = () => [...allTasks()].filter((task) => task !== currentTask());
        for (let turns = 0; left().length > 0 && turns < 20; turns++) yield* sleep(1);
        for (const task of left()) laboratory.#found("left behind", String(task));
        for (const work of hostWorkHeld(loop)) laboratory.#found("left behind", `host work: ${work}`);
        if (!isVirtual) return;
        const { park } = driverOf(loop);
        driverOf(loop).park = (deadline, turn) => {
          deadlines.push(deadline);
          park.call(driverOf(loop), deadline, turn);
        };
        yield* sleep(10_000_000);
      }),
      "a run after the call",
    );
    if (deadlines.length > 1) this.#found("left behind", `a timer at ${deadlines[0]}`);
    await within(runner.close(), "the close of the loop");
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
      const isRunner = RUNNERS.has(nameOf(target));
      const settled = await this.#settle(result, value, isRunner ? 1000 : 20);
      if (!settled && isRunner) this.#found("never ended", "the promise of the call is pending after 1 s");
      if (!settled && target.member === "constructor") this.#found("never ended", "a sleep of 1 ms on the loop");
    } catch (error) {
      this.#judge(error);
    }
    try {
      await made?.close();
    } catch (error) {
      this.#judge(error);
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
    for (const task of left()) this.#found("left behind", String(task));
    // The next trial gets a new one.
    if (this.#findings.length > 0) getEventLoop().close();
  }

  /** Waits for the result of a call outside of a step. Returns false if a promise stays pending. */
  async #settle(result: unknown, value: unknown, patience: number): Promise<boolean> {
    if (result === value) return true;
    if (isCoroutine(result) || isFuture(result)) {
      const future = isFuture(result) ? result : createTask(result);
      const settled = future.then(
        () => {},
        (error: unknown) => this.#judge(error),
      );
      await Promise.race([settled, delay(10)]);
      future.cancel();
      await Promise.race([settled, delay(50)]);
      return true;
    }
    if (result instanceof EventLoop && result !== value) return this.#settle(run(sleep(1), { loop: result }), value, 1000);
    if (!(result instanceof Promise)) return true;
    const settled = result.then(
      () => true,
      (error: unknown) => {
        this.#judge(error);
        return true;
      },
    );
    return Promise.race([settled, delay(patience).then(() => false)]);
  }

  *#call(trial: Trial, loop: EventLoop, limit: number): Coroutine<void> {
    const { target } = trial;
    const exports = this.#modules.get(target.module)!;
    const value = values[trial.value]!();
    const call = (fn: (args: unknown[]) => unknown): unknown => {
      try {
        return fn(argumentsOf(trial, value));
      } catch (error) {
        this.#judge(error);
        return undefined;
      } finally {
        reset(loop, value);
      }
    };
    const laboratory = this;
    // Some classes are exported as types only.
    if (target.member === "constructor" && exports[target.name] === undefined) return;
    if (target.member === null)
      yield* this.#consume(
        call((args) => exports[target.name](...args)),
        value,
        limit,
      );
    else if (target.member === "constructor")
      yield* this.#consume(
        call((args) => new exports[target.name](...args)),
        value,
        limit,
      );
    else {
      const { member } = target;
      yield* withInstance(target, exports[target.name], function* (instance) {
        if (typeof instance[member] !== "function") return;
        yield* laboratory.#consume(
          call((args) => instance[member](...args)),
          value,
          limit,
        );
        yield* laboratory.#consume(instance, value, limit);
      });
    }
  }

  /** Uses the result of a call as a program would, and ends it. */
  *#consume(result: any, value: unknown, limit: number): Coroutine<void> {
    if (result === value || result === null || (typeof result !== "object" && typeof result !== "function")) return;
    if (isFuture(result)) return yield* this.#finish(result, limit);
    if (isCoroutine(result)) return yield* this.#finish(createTask(result), limit);
    if (result instanceof Promise) return void result.then(undefined, (error: unknown) => this.#judge(error));
    if (result instanceof LoopCore) return result === LoopCore.running() ? undefined : this.#attempt(() => result.close());
    if (isObservable(result)) return yield* this.#subscribe(result, limit);
    if (result instanceof ReadableStream) {
      const reader = result.getReader();
      reader.read().then(undefined, (error: unknown) => this.#judge(error));
      yield* sleep(limit);
      reader.cancel().then(undefined, (error: unknown) => this.#judge(error));
      yield* sleep(limit);
      return;
    }
    if (typeof result === "function" && !isClass(result)) {
      // RxJS's operators have no name of their own.
      const isOperator = typeof result.name === "string" && /lift/.test(String(result));
      let inner: unknown;
      this.#attempt(() => (inner = isOperator ? result(of(1)) : result(1)));
      return yield* this.#consume(inner, value, limit);
    }
    yield* this.#consumeObject(result, limit);
  }

  *#consumeObject(result: any, limit: number): Coroutine<void> {
    if (typeof result[Symbol.asyncIterator] === "function") {
      const iterator: AsyncIterator<unknown> = result[Symbol.asyncIterator]();
      iterator.next().then(undefined, (error: unknown) => this.#judge(error));
      yield* sleep(limit);
      void iterator.return?.().then(undefined, (error: unknown) => this.#judge(error));
      yield* sleep(limit);
    } else if (typeof result.next === "function") {
      const close: unknown = result.close ?? result.return;
      yield* this.#finish(
        createTask(() => result.next()),
        limit,
      );
      if (typeof close === "function")
        yield* this.#finish(
          createTask(() => close.call(result)),
          limit,
        );
    } else if (typeof result.schedule === "function") {
      this.#attempt(() => result.schedule(() => {}, 1));
      yield* sleep(limit);
    } else if (typeof result.cancel === "function") this.#attempt(() => result.cancel());
    if (typeof result[dispose] === "function") this.#attempt(() => result[dispose]());
  }

  *#subscribe(observable: Observable<unknown>, limit: number): Coroutine<void> {
    const subscription = observable.subscribe({ error: (error: unknown) => this.#judge(error) });
    yield* sleep(limit);
    subscription.unsubscribe();
    yield* sleep(0);
  }

  /** Waits for a future, then cancels it. */
  *#finish(future: Future<unknown>, limit: number): Coroutine<void> {
    yield* wait([future], { timeout: limit });
    if (!future.done()) {
      this.#attempt(() => future.cancel());
      // Longer, because a busy machine may take the time of the host's timers.
      yield* wait([future], { timeout: limit * 20 });
    }
    if (!future.done()) this.#found("never ended", `${String(future)} after it was cancelled`);
    else if (!future.cancelled()) this.#judge(future.exception());
  }

  #attempt(action: () => unknown): void {
    try {
      action();
    } catch (error) {
      this.#judge(error);
    }
  }

  #judge(error: unknown): void {
    const raw = rawError(error);
    if (raw !== null) this.#findings.push({ kind: "raw error", detail: raw });
  }

  #found(kind: Kind, what: unknown): void {
    let detail: string;
    try {
      detail = what instanceof Error ? `${what.name}: ${what.message}` : String(what);
    } catch {
      detail = "a value without text";
    }
    this.#findings.push({ kind, detail: detail.split("\n")[0]!.slice(0, 200) });
  }
}

/** Takes back what a call may have set for all that follow. */
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

function isClass(fn: object): boolean {
  return "prototype" in fn && Object.getOwnPropertyDescriptor(fn, "prototype")?.writable === false;
}

function delay(ms: number): Promise<void> {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
  });
}

function hostTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}

async function within<T>(result: T, what: string): Promise<void> {
  if (!(result instanceof Promise)) return;
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} never ended`)), PATIENCE);
  });
  await Promise.race([result, late]).finally(() => clearTimeout(timer));
}
