import { type Coroutine, type Future, sleep } from "@asyncio-ts/tasks";
import { completed, type OperationBody, operation, tracksOperations, trackOperation, untrackOperation } from "@asyncio-ts/tasks/lowlevel";
import { connectionLostError } from "./errors.ts";
import type { FlowControl } from "./flow-control.ts";
import type { StreamReader } from "./stream-reader.ts";
import type { Transport } from "./transport.ts";

/** The parts of a writer that a drain looks at. */
export interface Draining {
  /** @internal */
  readonly _reader: StreamReader | null;
  /** @internal */
  readonly _protocol: FlowControl;
  readonly transport: Transport;
}

/** The coroutine of `drain()`. It waits while the protocol is paused. On a closing transport it first lets `connectionLost` be called. */
export class Drain implements OperationBody {
  readonly writer: Draining;
  pass: Coroutine<void> | null = null;
  waiter: Future<void> | null = null;
  finished = false;

  constructor(writer: Draining) {
    this.writer = writer;
    if (tracksOperations()) trackOperation(this, "drain", Drain as never);
  }

  next(): IteratorResult<any, void> {
    if (this.finished) return completed(undefined);
    if (this.waiter === null) {
      if (this.pass === null) {
        const pass = this.begin();
        if (pass !== null) return pass;
      }
      this.waiter = this.wait();
      if (this.waiter === null) return this.finish();
    }
    const answer = this.await(this.waiter);
    return answer.done === true ? this.finish() : answer;
  }

  /** Returns the wait for the next pass if the transport is closing. */
  begin(): IteratorResult<any, void> | null {
    if (tracksOperations()) untrackOperation(this);
    try {
      this.writer._reader?._checkException();
    } catch (error) {
      this.leave();
      throw error;
    }
    if (!this.writer.transport.isClosing()) return null;
    this.pass = sleep(0);
    return this.pass.next();
  }

  wait(): Future<void> | null {
    try {
      if (this.writer.transport._isGone) throw connectionLostError();
      return this.writer._protocol._drainWaiter();
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  await(waiter: Future<void>): IteratorResult<any, void> {
    try {
      return waiter[Symbol.iterator]().next(undefined) as IteratorResult<any, void>;
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  finish(): IteratorResult<any, void> {
    this.leave();
    return completed(undefined);
  }

  leave(): void {
    this.finished = true;
    if (tracksOperations()) untrackOperation(this);
    if (this.waiter !== null) this.writer._protocol._stopDraining(this.waiter);
  }
}

operation(Drain);
