import { type Driver, LoopCore, type Runnable } from "@asyncio-ts/loop";
import {
  brand,
  callBeforeWait,
  checkOptions,
  checkRunnable,
  deliver,
  driverOf,
  isPlainFunction,
  type Instruments,
  wrongArgument,
} from "@asyncio-ts/loop/lowlevel";
import { isDebugByDefault } from "#process";
import type { AwaitableLike, Startable } from "../coroutines/awaitable.ts";
import type { CoroutineRegistry, UnawaitedCoroutines } from "../coroutines/never-awaited.ts";
import { beginTracking, reportOperations } from "../coroutines/operation-origin.ts";
import { coroutineOf } from "../coroutines/startable.ts";
import { Future } from "./future.ts";
import { NeverRetrieved } from "./never-retrieved.ts";
import { promiseViews } from "./promise-view.ts";
import { registerLoop } from "./open-loops.ts";
import { runUntilDone } from "./run-until-done.ts";
import type { TaskOptions } from "./task-options.ts";
import { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";
import { HAS_DIAGNOSTICS } from "../coroutines/edition.ts";

/** Creates the tasks of a loop in place of `new Task`. */
export type TaskFactory = (loop: EventLoop, startable: Startable<any>, options: TaskOptions) => Task<any>;

/**
 * A loop that runs coroutines: a `HostLoop`, which is a guest of the host, or a `ThreadLoop`, which owns its thread.
 *
 * Mirrors `asyncio.AbstractEventLoop`.
 */
export abstract class EventLoop extends LoopCore implements CoroutineRegistry {
  // Members of LoopCore for the hot path of the kernel, where a call of a `lowlevel` function would be too slow.
  /** @internal */
  declare readonly _enqueue: (runnable: Runnable) => void;
  /** @internal */
  declare readonly _enqueueWoken: (runnable: Runnable) => void;
  /** @internal */
  declare readonly _instruments: Instruments | null;
  /** @internal The unfinished tasks. */
  readonly _tasks: TaskList = new TaskList(this);
  /** @internal */
  readonly _neverRetrieved: NeverRetrieved = new NeverRetrieved(this);
  /** @internal */
  _unawaited: UnawaitedCoroutines | null = null;
  /** @internal Receives the names of marked coroutines that were never awaited; null for the console. */
  _neverAwaitedHandler: ((name: string) => void) | null = null;
  /** @internal The promises of unfinished futures. */
  readonly _promiseViews: ReturnType<typeof promiseViews> = promiseViews();
  /** @internal Whether the process exits. Then a rejected promise could not be handled any more, and would be a crash. */
  _isExiting = false;
  /** @internal Tasks that `runUntilComplete` and `run` created. The caller hears of them when the run ends early. */
  readonly _runTasks: Set<Future<any>> = new Set();
  #taskFactory: TaskFactory | null = null;
  readonly #unregister = registerLoop(this);
  /** The options of most futures and tasks, created once because they would be a fifth of a task's memory. */
  readonly #defaults = { loop: this as EventLoop };

  constructor(driver: Driver) {
    super(driver);
    if (isDebugByDefault()) this.setDebug(true);
  }

  /** Switches debug mode, which also reports operations that are never awaited. */
  override setDebug(enabled: boolean): void {
    super.setDebug(enabled);
    if (HAS_DIAGNOSTICS && enabled) beginTracking();
  }

  /** Creates a future of this loop. */
  createFuture<T>(): Future<T> {
    return new Future<T>(this.#defaults);
  }

  /**
   * Creates a task, which runs a coroutine beside others.
   *
   * @throws TypeError if `startable` is neither a coroutine nor a function that returns one
   * @throws Error if the loop is closed; the coroutine is closed as well
   */
  createTask<T>(startable: Startable<T>, options?: TaskOptions): Task<T> {
    if (options !== undefined || this.#taskFactory !== null || this.isClosed()) return this.#createUnusual(startable, options);
    return new Task(startable, this.#defaults);
  }

  #createUnusual<T>(startable: Startable<T>, options: TaskOptions = {}): Task<T> {
    if (this.isClosed()) {
      coroutineOf("createTask", startable).return(undefined as T);
      throw new Error("Event loop is closed");
    }
    checkOptions("createTask", options);
    if (this.#taskFactory !== null) return this.#taskFactory(this, startable, options) as Task<T>;
    // By name, because a spread makes an object of a slow kind on Node 20.
    const { name, context, eagerStart } = options;
    return new Task(startable, { name, context, eagerStart, loop: this });
  }

  /** Sets the function that creates tasks; null restores `new Task`. @throws TypeError if it is neither a plain function nor null */
  setTaskFactory(factory: TaskFactory | null): void {
    if (factory !== null && !isPlainFunction(factory)) throw wrongArgument("setTaskFactory", "a plain function or null", factory);
    this.#taskFactory = factory;
  }

  /** Returns the function that creates tasks; null for `new Task`. */
  getTaskFactory(): TaskFactory | null {
    return this.#taskFactory;
  }

  /**
   * Runs until an awaitable is done, and returns its result: a value if the loop owns its thread, else a promise.
   *
   * @throws the exception of the awaitable
   * @throws Error if the loop is closed or running, in a step of another loop, or if the loop was stopped before
   */
  runUntilComplete<T>(awaitable: AwaitableLike<T> | (() => Generator<any, T, any>)): T | Promise<Awaited<T>> {
    checkRunnable(this);
    return deliver<T>(driverOf(this), (resolve, reject) => runUntilDone(this, awaitable, resolve, reject)) as T | Promise<Awaited<T>>;
  }

  /** @internal Has failed futures and unbegun coroutines held weakly when the loop has nothing else to do. */
  _tidyLater(): void {
    callBeforeWait(this, this.#tidy);
  }

  readonly #tidy = (): void => {
    this._neverRetrieved.settle();
    this._unawaited?.release();
  };

  /**
   * Closes the loop. Reports unfinished tasks, unretrieved exceptions and marked coroutines that were never awaited, and rejects
   * the promises of unfinished futures.
   *
   * @throws Error if the loop is running
   */
  override close(): void {
    if (this.isClosed()) return super.close();
    const tasks = this._tasks.list();
    super.close();
    this.#unregister();
    for (const task of tasks) {
      // The ready queue, where a task may have been, is empty now.
      this._tasks.add(task);
      if (this._runTasks.has(task)) continue;
      this.callExceptionHandler({ message: "Task was destroyed but it is pending!", task, ...task._sourceTraceback() });
    }
    this._neverRetrieved.report();
    this._unawaited?.report(this._neverAwaitedHandler ?? undefined);
    reportOperations(this, this._neverAwaitedHandler);
    if (this._isExiting) return;
    for (const task of tasks) task._extras?.promiseView?.rejectClosed();
    for (const view of this._promiseViews.take()) view.deref()?.rejectClosed();
  }
}

brand(EventLoop, "EventLoop");

/**
 * A loop that owns its thread: it runs inside the call that runs it, and returns values.
 *
 * The virtual loop of tests is one, and so is a loop on a thread that may block.
 */
export abstract class ThreadLoop extends EventLoop {
  /** Runs until `stop()` is called. */
  override runForever(): void {
    super.runForever() as void;
  }

  /** Runs until the awaitable is done, and returns its result. */
  override runUntilComplete<T>(awaitable: AwaitableLike<T> | (() => Generator<any, T, any>)): T {
    return super.runUntilComplete(awaitable) as T;
  }
}

brand(ThreadLoop, "ThreadLoop");
