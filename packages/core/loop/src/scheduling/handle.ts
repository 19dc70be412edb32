import { captureContext, Context, hostContextOf } from "../execution/context.ts";
import type { Timer } from "../execution/runnable.ts";
import { runtime } from "../execution/runtime.ts";
import type { ExceptionContext } from "../reporting/exception-context.ts";
import type { Reporter } from "../reporting/reporter.ts";
import { brand, nameOf } from "../support/brand.ts";
import { wrongArgument } from "../support/wrong-argument.ts";
import { HAS_DIAGNOSTICS } from "../support/edition.ts";
import { isPlainFunction } from "../support/function-kind.ts";
import { repr } from "../support/repr.ts";

const NONE: unknown[] = [];

/** The loop of a handle. */
export interface HandleLoop extends Reporter {
  /** @internal */
  _unschedule(timer: Timer): void;
}

/** A callback that a loop calls once, as returned by `callSoon`. Mirrors `asyncio.Handle`. */
export class Handle {
  /** @internal The context of the callback; null for one that holds no variable and was never asked for. */
  context: Context | null = captureContext();
  /** @internal */
  _loop: HandleLoop;
  /** @internal */
  _callback: ((...args: any[]) => unknown) | null;
  /** @internal */
  _args: unknown[];
  /** @internal Where the handle was created. Debug mode only. */
  _origin: Error | null;

  /** @internal */
  constructor(loop: HandleLoop, callback: (...args: any[]) => unknown, args: unknown[]) {
    this._loop = loop;
    this._callback = callback;
    this._args = args;
    this._origin = HAS_DIAGNOSTICS && loop.getDebug() ? new Error("Handle created here") : null;
  }

  /** Cancels the call. Does nothing after it. */
  cancel(): void {
    if (this._callback === null) return;
    this._callback = null;
    this._args = NONE;
    this._loop._instruments?.notify("cancelled", this, runtime.current);
  }

  /** Returns whether the handle was cancelled. */
  cancelled(): boolean {
    return this._callback === null;
  }

  /** Returns the context of the callback. */
  getContext(): Context {
    return (this.context ??= new Context());
  }

  /** @internal Calls the callback, unless it was cancelled, and reports its errors. */
  run(): void {
    if (this._callback === null) return;
    const enter = hostContextOf(this.context);
    if (enter === null) this.#call();
    else enter(() => this.#call());
  }

  #call(): void {
    const loop = this._loop;
    const callback = this._callback!;
    loop._instruments?.stepBegan(this);
    try {
      callback(...this._args);
    } catch (exception) {
      const context: ExceptionContext = { message: `Exception in callback ${repr(callback)}`, exception, handle: this };
      if (HAS_DIAGNOSTICS && this._origin !== null) context.sourceTraceback = this._origin.stack;
      loop.callExceptionHandler(context);
    }
    loop._instruments?.stepEnded(this);
    loop._instruments?.notify("finished", this);
  }

  /** Returns the callback as text for errors and logs. */
  toString(): string {
    return `<${nameOf(this)} ${this._callback === null ? "cancelled" : repr(this._callback)}>`;
  }
}

brand(Handle, "Handle");

/** A callback that a loop calls once at a deadline, as returned by `callLater` and `callAt`. Mirrors `asyncio.TimerHandle`. */
export class TimerHandle extends Handle {
  /** @internal */
  deadline: number;
  /** @internal */
  order = 0;
  /** @internal */
  slot = -1;

  /** @internal */
  constructor(loop: HandleLoop, deadline: number, callback: (...args: any[]) => unknown, args: unknown[]) {
    super(loop, callback, args);
    this.deadline = deadline;
  }

  /** Cancels the call and the wake-up for it. Does nothing after the call. */
  override cancel(): void {
    this._loop._unschedule(this);
    super.cancel();
  }

  /** Returns the deadline, in milliseconds on the loop's clock. */
  when(): number {
    return this.deadline;
  }
}

brand(TimerHandle, "TimerHandle");

/** Checks a callback. @throws TypeError if `callback` is no plain function */
export function checkCallback(method: string, callback: unknown): void {
  if (!isPlainFunction(callback)) throw wrongArgument(method, "a plain function (createTask runs coroutines)", callback);
}
