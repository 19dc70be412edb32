import { Future } from "@asyncio-ts/tasks";
import { completed, type OperationBody, operation, tracksOperations, trackOperation, untrackOperation } from "@asyncio-ts/tasks/lowlevel";
import type { StreamReader } from "./stream-reader.ts";

/** A read of a certain kind: it takes its bytes from the reader when they are there. */
export interface Read<T> {
  /** The method that errors name. */
  readonly name: string;
  /** Takes the bytes; null if more of them must arrive. @throws the error of the read */
  take(reader: StreamReader): T | null;
  /** Called if the read is left before its end. */
  leave?(reader: StreamReader): void;
}

/** The future that a read awaits. Its text is that of the reader, so that deadlock reports name it. */
export class DataWaiter extends Future<void> {
  readonly #reader: StreamReader;

  constructor(reader: StreamReader) {
    super({ loop: reader._loop });
    this.#reader = reader;
  }

  override toString(): string {
    return String(this.#reader);
  }
}

/** The coroutine of a read: it takes the bytes, or waits for more and tries again. */
export class ReadOperation<T> implements OperationBody {
  readonly reader: StreamReader;
  readonly read: Read<T>;
  waiter: DataWaiter | null = null;
  begun = false;
  finished = false;

  constructor(reader: StreamReader, read: Read<T>) {
    this.reader = reader;
    this.read = read;
    if (tracksOperations()) trackOperation(this, read.name, ReadOperation as never);
  }

  next(): IteratorResult<any, T> {
    if (this.finished) return completed(undefined as T);
    const { reader } = this;
    if (!this.begun) this.begin();
    for (;;) {
      if (this.waiter !== null) {
        const answer = this.await(this.waiter);
        if (answer.done !== true) return answer;
        reader._stopWaiting(this.waiter);
        this.waiter = null;
      }
      const taken = this.take();
      if (taken !== null) {
        this.finished = true;
        return completed(taken);
      }
      this.waiter = this.wait();
    }
  }

  // The methods with a `try` are separate, because V8 does not always inline them.
  begin(): void {
    this.begun = true;
    if (tracksOperations()) untrackOperation(this);
    try {
      this.reader._checkException();
    } catch (error) {
      this.finished = true;
      throw error;
    }
  }

  take(): T | null {
    try {
      return this.read.take(this.reader);
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  wait(): DataWaiter {
    try {
      return this.reader._wait(this.read.name);
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  await(waiter: DataWaiter): IteratorResult<any, void> {
    try {
      return waiter[Symbol.iterator]().next(undefined);
    } catch (error) {
      this.leave();
      throw error;
    }
  }

  leave(): void {
    if (this.finished) return;
    this.finished = true;
    if (tracksOperations()) untrackOperation(this);
    if (this.waiter !== null) this.reader._stopWaiting(this.waiter);
    this.read.leave?.(this.reader);
  }
}

operation(ReadOperation);
