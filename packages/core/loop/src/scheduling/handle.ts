import { brand, nameOf } from "../support/brand.ts";
import { Context, captureContext, enterOf } from "../execution/context.ts";
import type { ExceptionContext } from "../reporting/exception-context.ts";
import type { LoopCore } from "./loop-core.ts";
import { runtime } from "../execution/runtime.ts";
import { repr } from "../support/repr.ts";
import type { Runnable, Timer } from "../execution/runnable.ts";

const NONE: unknown[] = [];

/** A callback that a loop will call once: what `callSoon` returns. Mirrors `asyncio.Handle`. */
export class Handle implements Runnable {
  /** The context that the callback runs in; `null` stands for one that holds no variable and was never asked for. */
  context: Context | null = captureContext();
  /** @internal */
  _loop: LoopCore;
  /** @internal */
  _callback: ((...args: any[]) => unknown) | null;
  /** @internal */
  _args: unknown[];
  /** @internal Where it was made; kept in debug mode. */
  _origin: Error | null;

  /** @internal */
  constructor(loop: LoopCore, callback: (...args: any[]) => unknown, args: unknown[]) {
    this._loop = loop;
    this._callback = callback;
    this._args = args;
    this._origin = loop.getDebug() ? new Error("Handle created here") : null;
  }

  /** Sees to it that the callback is never called. Does nothing once it was. */
  cancel(): void {
    if (this._callback === null) return;
    this._callback = null;
    this._args = NONE;
    this._loop.instruments?.notify("cancelled", this, runtime.current);
  }

  /** Whether it was cancelled. */
  cancelled(): boolean {
    return this._callback === null;
  }

  /** The context that the callback runs in. */
  getContext(): Context {
    return (this.context ??= new Context());
  }

  /** Calls the callback, unless it was cancelled. What it throws goes to the exception handler. */
  run(): void {
    if (this._callback === null) return;
    const enter = enterOf(this.context);
    if (enter === null) this.#call();
    else enter(() => this.#call());
  }

  #call(): void {
    const loop = this._loop;
    const callback = this._callback!;
    loop.instruments?.notify("stepBegan", this);
    try {
      callback(...this._args);
    } catch (exception) {
      const context: ExceptionContext = { message: `Exception in callback ${repr(callback)}`, exception, handle: this };
      if (this._origin !== null) context.sourceTraceback = this._origin.stack;
      loop.callExceptionHandler(context);
    }
    loop.instruments?.notify("stepEnded", this);
    loop.instruments?.notify("finished", this);
  }

  /** The callback, as errors and logs show it. */
  toString(): string {
    return `<${nameOf(this)} ${this._callback === null ? "cancelled" : repr(this._callback)}>`;
  }
}

brand(Handle, "Handle");

/** A callback that a loop will call once, at a deadline: what `callLater` and `callAt` return. Mirrors `asyncio.TimerHandle`. */
export class TimerHandle extends Handle implements Timer {
  /** The deadline, in milliseconds on the loop's clock. */
  deadline: number;
  /** Creation order, which breaks ties. Set by the loop. */
  order = 0;
  /** Index in the heap; -1 when not scheduled. Set by the heap. */
  slot = -1;

  /** @internal */
  constructor(loop: LoopCore, deadline: number, callback: (...args: any[]) => unknown, args: unknown[]) {
    super(loop, callback, args);
    this.deadline = deadline;
  }

  /** Sees to it that the callback is never called, and that the loop does not wake up for it. Does nothing once it was called. */
  override cancel(): void {
    this._loop.unschedule(this);
    super.cancel();
  }

  /** The deadline, in milliseconds on the loop's clock. */
  when(): number {
    return this.deadline;
  }
}

brand(TimerHandle, "TimerHandle");
