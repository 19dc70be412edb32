import type { ExceptionContext } from "@asyncio-ts/loop";
import type { Failure } from "@asyncio-ts/loop/lowlevel";
import type { EventLoop } from "@asyncio-ts/tasks";
import { setNeverAwaitedHandler } from "@asyncio-ts/tasks/lowlevel";
import type { ProgramFailure } from "./failure.ts";

/** The reports of a loop, which fail a program that throws nothing. */
export class Reports {
  /** The contexts that the exception handler received. */
  readonly exceptions: ExceptionContext[] = [];
  /** The names of coroutines that were never awaited. */
  readonly #neverAwaited: string[] = [];

  /** Takes the place of the handlers of a loop. */
  constructor(loop: EventLoop) {
    loop.setExceptionHandler((_, context) => this.exceptions.push(context));
    setNeverAwaitedHandler(loop, (name) => this.#neverAwaited.push(name));
  }

  /**
   * Returns the failure of a run; null if it succeeded.
   *
   * @param thrown the error of the program itself
   */
  failure(thrown: Failure | null): ProgramFailure | null {
    if (thrown !== null) return { error: thrown.error, found: "" };
    const report = this.exceptions[0];
    if (report !== undefined) return { error: "exception" in report ? report.exception : new Error(report.message), found: report.message };
    const name = this.#neverAwaited[0];
    return name === undefined ? null : { error: new Error(`coroutine '${name}' was never awaited`), found: "" };
  }
}
