import { type Driver, LoopCore } from "@asyncio-ts/loop";
import { brand, repr } from "@asyncio-ts/loop/lowlevel";
import type { AwaitableLike, Startable } from "../coroutines/awaitable.ts";
import { ensureFuture } from "./ensure-future.ts";
import { Future, isFuture } from "./future.ts";
import type { UnawaitedCoroutines } from "../coroutines/never-awaited.ts";
import { NeverRetrieved } from "./never-retrieved.ts";
import type { PromiseView } from "./promise-view.ts";
import { coroutineOf } from "../coroutines/startable.ts";
import type { TaskOptions } from "./task-options.ts";
import { Task } from "./task.ts";
import { TaskList } from "./task-list.ts";

/** Makes the tasks of a loop in place of `new Task`. */
export type TaskFactory = (loop: EventLoop, startable: Startable<any>, options: TaskOptions) => Task<any>;

/**
 * A loop that runs coroutines: a `HostLoop` beside the host's own work, or a `ThreadLoop` that owns its thread.
 *
 * Mirrors `asyncio.AbstractEventLoop`.
 */
export abstract class EventLoop extends LoopCore {
  /** @internal The unfinished tasks. */
  readonly _tasks: TaskList = new TaskList();
  /** @internal Failed futures whose exception nobody has seen. */
  readonly _neverRetrieved: NeverRetrieved = new NeverRetrieved(this);
  /** @internal Marked coroutines that were made here and have not begun; null while none ever was. */
  _unawaited: UnawaitedCoroutines | null = null;
  /** @internal The promises of futures that are not done. */
  readonly _promiseViews: Set<PromiseView> = new Set();
  #taskFactory: TaskFactory | null = null;
  /** Tasks that a run made. Who stopped it early was told of them then. */
  readonly #ofRuns = new WeakSet<Future<any>>();
  /** The options of most futures and tasks, made once. */
  readonly #own = { loop: this as EventLoop };

  /** A future of this loop. */
  createFuture<T>(): Future<T> {
    return new Future<T>(this.#own);
  }

  /**
   * Has a coroutine run beside the others.
   *
   * @throws TypeError when `startable` is neither a coroutine nor a function that gives one
   * @throws Error when the loop is closed; the coroutine is closed as well
   */
  createTask<T>(startable: Startable<T>, options?: TaskOptions): Task<T> {
    if (this.isClosed()) {
      coroutineOf("createTask", startable).return(undefined as T);
      throw new Error("Event loop is closed");
    }
    if (this.#taskFactory !== null) return this.#taskFactory(this, startable, options ?? {}) as Task<T>;
    return new Task(startable, options, this.#own);
  }

  /** Sets what makes tasks; null is `new Task`. @throws TypeError when it is neither a function nor null */
  setTaskFactory(factory: TaskFactory | null): void {
    if (factory !== null && typeof factory !== "function") {
      throw new TypeError(`setTaskFactory: a function or null was expected, got ${repr(factory)}`);
    }
    this.#taskFactory = factory;
  }

  /** What makes tasks; null for `new Task`. */
  getTaskFactory(): TaskFactory | null {
    return this.#taskFactory;
  }

  /**
   * Runs until an awaitable is done, and gives its result: as a value when the loop owns its thread, else as a promise.
   *
   * @throws what the awaitable throws
   * @throws Error when the loop is closed or running, in a step of another loop, or when it was stopped before
   */
  runUntilComplete<T>(awaitable: AwaitableLike<T> | (() => Generator<any, T, any>)): T | Promise<Awaited<T>> {
    this.checkRunnable();
    return this.deliver<T>((resolve, reject) => this.complete(awaitable, resolve, reject)) as T | Promise<Awaited<T>>;
  }

  /** `runUntilComplete` that hands the outcome over before anything else can run. For packages that build on this one. */
  complete<T>(
    awaitable: AwaitableLike<T> | (() => Generator<any, T, any>),
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): void {
    const isNew = !isFuture(awaitable);
    const future = ensureFuture(awaitable, { loop: this }) as Future<T>;
    const stop = () => {
      future._markRetrieved();
      this.stop();
    };
    if (isNew) this.#ofRuns.add(future);
    future.addDoneCallback(stop);
    this.runThen((failure) => {
      future.removeDoneCallback(stop);
      if (failure !== undefined) {
        if (isNew) future._markRetrieved();
        return reject(failure.thrown);
      }
      if (future.done()) future._settleInto(resolve, reject);
      else reject(new Error("Event loop stopped before Future completed."));
    });
  }

  /**
   * A future of what a promise settles with: of exactly that, whatever it is.
   *
   * @param future the one to settle, unless it is done by then; a new one by default
   * @throws Error on a loop that owns its thread, where no promise can settle
   */
  abstract adoptPromise<T>(promise: PromiseLike<T>, future?: Future<T>): Future<T>;

  /**
   * Closes the loop. Reports the tasks that never finished, the exceptions never retrieved and the marked coroutines never
   * awaited, and rejects the promises of unfinished futures.
   *
   * @throws Error when the loop is running
   */
  override close(): void {
    if (this.isClosed()) return super.close();
    super.close();
    for (const task of this._tasks.list()) {
      if (this.#ofRuns.has(task)) continue;
      this.callExceptionHandler({ message: "Task was destroyed but it is pending!", task, ...task._madeAt() });
    }
    this._neverRetrieved.report();
    this._unawaited?.report();
    for (const promiseView of this._promiseViews) promiseView.rejectClosed();
    this._promiseViews.clear();
  }
}

brand(EventLoop, "EventLoop");

/**
 * A loop that owns its thread: it runs inside the call that runs it, and gives values.
 *
 * The virtual loop of tests is one, and so is a loop on a thread that may block.
 */
export abstract class ThreadLoop extends EventLoop {
  /** Its thread is its own. */
  declare readonly driver: Driver<true>;

  /** Runs until `stop` is called. */
  override runForever(): void {
    super.runForever() as void;
  }

  /** Runs until the awaitable is done, and gives its result. */
  override runUntilComplete<T>(awaitable: AwaitableLike<T> | (() => Generator<any, T, any>)): T {
    return super.runUntilComplete(awaitable) as T;
  }
}

brand(ThreadLoop, "ThreadLoop");
