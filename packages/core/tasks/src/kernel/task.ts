import { Context } from "@asyncio-ts/loop";
import {
  asText,
  bounded,
  brand,
  branded,
  checkCallback,
  checkOptions,
  contextFor,
  host,
  hostContextOf,
  runtime,
  stepInside,
  wrongArgument,
} from "@asyncio-ts/loop/lowlevel";
import { addAwaitingCalls } from "#process";
import type { Coroutine, Startable } from "../coroutines/awaitable.ts";
import { type CallSite, suspendedAt } from "../coroutines/call-site.ts";
import { coroutineName } from "../coroutines/coroutine-name.ts";
import { beginsAgain, refuse } from "../coroutines/already-awaited.ts";
import { hint } from "../coroutines/hint.ts";
import { coroutineOf } from "../coroutines/startable.ts";
import { traps } from "../coroutines/traps.ts";
import { isCancelledError } from "./errors.ts";
import { cancelChain } from "./cancel-chain.ts";
import type { EventLoop } from "./event-loop.ts";
import { Future } from "./future.ts";
import { CANCELLED, FINISHED, UNRETRIEVED } from "./future-state.ts";
import { eagerSteps, reserveStack } from "./reserve-stack.ts";
import { step, stepFailed, stepInHostContext, stepWithExtras } from "./step.ts";
import type { TaskExtras } from "./task-extras.ts";
import type { TaskOptions } from "./task-options.ts";
import { HAS_DIAGNOSTICS } from "../coroutines/edition.ts";

/**
 * A coroutine that runs beside others, as a future of its result.
 *
 * Mirrors `asyncio.Task`.
 */
export class Task<T> extends Future<T> {
  /** @internal The number of tasks that the loop created before; or, if negative, the place in its list, see `TaskList`. */
  _number = 0;
  /** @internal Null for a task that completed in its eager first step. */
  _coro: Coroutine<T> | null;
  /** @internal The suspended marked coroutines inside each other, outermost first, without the task's own coroutine. */
  _frames: Coroutine<unknown>[] | null = null;
  /** @internal The awaited future, while it keeps the task from stepping or has just made it ready. */
  _waiting: Future<unknown> | null = null;

  /**
   * @param options.loop the loop of the task; `getEventLoop()` by default
   * @throws TypeError if `startable` is neither a coroutine nor a function that returns one
   */
  constructor(startable: Startable<T>, options: TaskOptions & { loop?: EventLoop } = {}) {
    super(options);
    const context = contextFor("createTask", options.context);
    const coro = coroutineOf("createTask", startable);
    const loop = this._loop;
    traps.began?.(coro);
    this._coro = HAS_DIAGNOSTICS && loop.getDebug() && beginsAgain(coro) ? refuse() : coro;
    if (options.name !== undefined) this.setName(options.name);
    if (context !== null) this.context = context;
    if (options.eagerStart === true && runtime.running === loop) {
      this._startEagerly();
    } else {
      // First, because a closed loop throws here, and the task is none of its tasks then.
      loop._enqueue(this);
      this._number = loop._tasks.nextNumber();
      loop._instruments?.notify("spawned", this, runtime.current);
    }
  }

  /** Returns the name. */
  getName(): string {
    return this._extras?.name ?? `Task-${this._loop._tasks.numberOf(this) + 1}`;
  }

  /** Sets the name. As in asyncio, any object may be the name. */
  setName(name: string): void {
    this._ensureExtras().name = asText(name);
  }

  /** Returns the coroutine of the task; null for a task that completed in its eager first step. */
  getCoro(): Coroutine<T> | null {
    return this._coro;
  }

  /** Returns the context of the steps. */
  getContext(): Context {
    return (this.context ??= new Context());
  }

  /**
   * Returns where the coroutine is suspended, outermost call first.
   * Empty for a task that is done or ready, and for a task that awaits through a foreign iterator, which cannot be probed.
   * @param options.limit the number of innermost calls to return; all by default
   * @throws TypeError if `limit` is no number
   */
  getStack(options: { limit?: number } = {}): CallSite[] {
    if (!HAS_DIAGNOSTICS) return [];
    checkOptions("getStack", options);
    const { limit = Infinity } = options;
    if (typeof limit !== "number") throw wrongArgument("getStack", "a number as limit", limit);
    const suspended = this._waiting !== null && !this._waiting.done();
    const sites = suspended && !this._awaitsForeign() ? suspendedAt([this._coro!, ...(this._frames ?? [])]) : [];
    return sites.slice(Math.max(sites.length - limit, 0));
  }

  /** @internal Returns whether a foreign iterator may be on the way to the awaited future. */
  _awaitsForeign(): boolean {
    return HAS_DIAGNOSTICS && this._extras !== null && this._extras.foreignFrom !== Infinity;
  }

  /** Writes the stack to the console, or to `options.write`. */
  printStack(options: { limit?: number; write?: (text: string) => void } = {}): void {
    if (!HAS_DIAGNOSTICS) return;
    checkOptions("printStack", options);
    const write = options.write ?? host.console.error;
    checkCallback("printStack", write);
    const sites = this.getStack(options);
    write(sites.length === 0 ? `No stack for ${this}` : [`Stack for ${this} (most recent call last):`, ...sites].join("\n  at "));
  }

  /** Refuses: the result of a task is what its coroutine returns. @throws Error always */
  override setResult(_result: T): void {
    throw new Error("Task does not support setResult operation");
  }

  /** Refuses: the exception of a task is what its coroutine throws. @throws Error always */
  override setException(_exception: unknown): void {
    throw new Error("Task does not support setException operation");
  }

  /**
   * Requests the cancellation of the task: a CancelledError is thrown at its present await. The coroutine may clean up, delay
   * the cancellation, or suppress it.
   *
   * @param message the message of the CancelledError
   * @returns false if the task is done already
   */
  override cancel(message?: string): boolean {
    if (this._state >= FINISHED) {
      this._markRetrieved();
      return false;
    }
    cancelChain(this, message, Task.prototype.cancel);
    return true;
  }

  /** Returns the number of cancellation requests, less the uncancelled ones. */
  cancelling(): number {
    return this._extras === null ? 0 : this._extras.cancels;
  }

  /** Removes one cancellation request, and returns how many remain. At 0, a request that was not thrown yet is dropped. */
  uncancel(): number {
    const extras = this._extras;
    if (extras === null || extras.cancels === 0) return 0;
    if (--extras.cancels === 0) extras.mustCancel = false;
    return extras.cancels;
  }

  // The members of a Runnable and a Waiter.

  /** @internal */
  get context(): Context | null {
    return this._extras === null ? null : this._extras.context;
  }
  /** @internal */
  set context(context: Context | null) {
    this._ensureExtras().context = context;
  }

  /** @internal */
  get awaiter(): Task<T> {
    return this;
  }

  /** @internal */
  get isTask(): boolean {
    return true;
  }

  /** @internal Runnables of one future keep their order, and the wake-up of a task is one of them. */
  get owner(): object {
    return this._waiting ?? this;
  }

  /** @internal Enqueues the next step, because the awaited future is done. */
  futureDone(future: Future<unknown>): void {
    // A closed loop runs no task, and a future of another loop can do nothing about that.
    if (this._loop !== future._loop && this._loop.isClosed()) return future._reportUnretrieved();
    this._loop._enqueueWoken(this);
  }

  /** @internal Takes one step. */
  run(): void {
    if (this._extras !== null || this._loop._instruments !== null) this._runWithHooks();
    else step(this);
  }

  /** @internal */
  failed(error: unknown): void {
    stepFailed(this, error);
  }

  /** @internal The loop has closed before this step, which would have retrieved the awaited future's exception. */
  dropped(): void {
    this._waiting?._reportUnretrieved();
  }

  /** @internal Takes a step of a task with rare state, or on a loop with instruments. */
  _runWithHooks(): void {
    const enter = hostContextOf(this.context);
    if (enter === null && this._loop._instruments === null) return stepWithExtras(this);
    this._loop._instruments?.stepBegan(this);
    try {
      if (enter === null) stepWithExtras(this);
      else stepInHostContext(this, enter);
    } finally {
      this._loop._instruments?.stepEnded(this);
      if (this._state >= FINISHED) this._loop._instruments?.notify("finished", this);
    }
  }

  /** @internal Takes the first step inside the creator's step. */
  _startEagerly(): void {
    const { depth } = traps;
    reserveStack();
    eagerSteps.nested++;
    let isWhole = false;
    try {
      this._number = this._loop._tasks.nextNumberInside(runtime.current as Task<any> | null);
      this._loop._instruments?.notify("spawned", this, runtime.current);
      stepInside(this);
      if (this._state >= FINISHED) this._coro = null;
      isWhole = true;
    } catch (error) {
      // The task's context is entered already.
      this._loop._tasks.delete(this);
      this._coro!.return(undefined as T);
      isWhole = true;
      throw error;
    } finally {
      const { lost } = this._loop._tasks;
      // The stack is full. An assignment, because it needs no stack.
      if (!isWhole) lost[lost.length] = this;
      traps.depth = depth;
      eagerSteps.nested--;
    }
  }

  /** @internal */
  _finish(result: T): void {
    this._loop._tasks.delete(this);
    if (this._extras === null) this._settle(FINISHED, result);
    else this._finishWithExtras(this._extras, result);
  }

  /** @internal */
  _finishWithExtras(extras: TaskExtras, result: T): void {
    extras.cancelWatch = null;
    if (extras.mustCancel) {
      extras.mustCancel = false;
      return this._settle(CANCELLED, extras.cancelMessage);
    }
    this._settle(FINISHED, result);
    if (HAS_DIAGNOSTICS && extras.cancels > 0 && this._loop.getDebug()) {
      hint(`${this} swallowed its CancelledError: a catch did not rethrow it. The task was created`, extras.origin);
    }
  }

  /** @internal */
  _fail(error: unknown): void {
    if (HAS_DIAGNOSTICS && this._loop.getDebug()) addAwaitingCalls(this, error);
    this._loop._tasks.delete(this);
    if (this._extras !== null) this._extras.cancelWatch = null;
    this._settle(isCancelledError(error) ? CANCELLED : UNRETRIEVED, error);
  }

  /** @internal */
  override _describe(): string[] {
    const [state, ...outcome] = super._describe();
    const described = [this.cancelling() > 0 && state === "pending" ? "cancelling" : state!, `name='${this.getName()}'`];
    const name = this._coro && coroutineName(this._coro);
    if (name) described.push(`coro=<${name}()>`);
    if (this._waiting !== null) described.push(`wait_for=${mention(this._waiting)}`);
    return [...described, ...outcome];
  }
}

brand(Task, "Task");

/** Returns whether a value is a Task, of any copy of this package. */
export const isTask = /* @__PURE__ */ branded("Task") as (value: unknown) => value is Task<unknown>;

/** Returns the text of an awaited future. A task is only named, so that the text of a chain of tasks does not contain the whole chain. */
export function mention(awaited: Future<unknown>): string {
  return isTask(awaited) ? bounded(`<Task name='${awaited.getName()}'`) + ">" : String(awaited);
}
