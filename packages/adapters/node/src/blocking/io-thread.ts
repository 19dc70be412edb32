import { MessageChannel, type MessagePort, receiveMessageOnPort, type Worker } from "node:worker_threads";
import { decodeThrown, type Settle, settleBy, unsendable } from "@asyncio-ts/promise/lowlevel";
import type { Bell } from "./bell.ts";
import type { IoEnd, IoReply, IoRequest } from "./io-message.ts";
import { IoThreadError } from "./io-thread-error.ts";
import type { RemoteObject } from "./remote-object.ts";
import { startSupervised } from "./supervisor.ts";

/** Milliseconds for the last calls of a loop that closes. The same as the grace of cancelled jobs. */
const GRACE = 200;

/** Milliseconds for the start of the thread. A supervisor that fails itself cannot report it. */
const START_TIMEOUT = 10_000;

/** A call that waits for its answer. */
interface Call {
  readonly text: string;
  readonly settle: Settle<any>;
}

/** The thread that does the I/O of a `BlockingLoop`, as seen from the blocked thread. */
export class IoThread {
  readonly #bell: Bell;
  #seen: number;
  readonly #port: MessagePort;
  readonly #endPort: MessagePort;
  readonly #supervisor: Worker;
  readonly #calls = new Map<number, Call>();
  /** The cancelled calls that still clean up in the thread. */
  readonly #ending = new Set<number>();
  readonly #objects = new Map<number, RemoteObject>();
  #ids = 0;
  /** The time until which the thread must have started, as `performance.now()` counts; Infinity once it has. */
  startDeadline: number = performance.now() + START_TIMEOUT;
  /** The error of all calls, once the thread has ended. */
  failure: Error | null = null;

  constructor(bell: Bell) {
    this.#bell = bell;
    this.#seen = bell.read();
    const requests = new MessageChannel();
    const ends = new MessageChannel();
    this.#port = requests.port1;
    this.#endPort = ends.port1;
    this.#supervisor = startSupervised(bell.counter, requests.port2, ends.port2);
  }

  /** Whether the thread may still send something that the program waits for. */
  get isAwaited(): boolean {
    if (this.#calls.size > 0) return true;
    for (const object of this.#objects.values()) if (object.isOpen) return true;
    return false;
  }

  /** The count of the bell when the messages were last taken. */
  get seen(): number {
    return this.#seen;
  }

  /**
   * Calls a service of the thread.
   *
   * @param text names the call in error messages
   * @returns a function that cancels the call
   * @throws TypeError if an argument cannot be sent
   */
  call(
    text: string,
    service: string,
    args: readonly unknown[],
    transfer: readonly object[],
    settle: Settle<any>,
  ): (reason?: unknown) => void {
    const id = ++this.#ids;
    try {
      this.#send({ id, text, service, args }, transfer);
    } catch (error) {
      throw unsendable(`an argument of ${text}`, error);
    }
    this.#calls.set(id, { text, settle });
    return (reason) => {
      if (!this.#calls.delete(id)) return;
      this.#ending.add(id);
      this.#send({ cancel: id, reason: typeof reason === "string" ? reason : undefined }, []);
    };
  }

  /** Returns a number for an object that the thread is to open. */
  newId(): number {
    return ++this.#ids;
  }

  /** Has an object receive its events. */
  attach(id: number, object: RemoteObject): void {
    this.#objects.set(id, object);
  }

  /** Drops further events of an object. */
  detach(id: number): void {
    this.#objects.delete(id);
  }

  /** Calls a method of an object that the thread holds. */
  tell(object: number, method: string, args: readonly unknown[], transfer: readonly object[] = []): void {
    if (this.failure === null) this.#send({ object, method, args }, transfer);
  }

  /** Closes an object that nothing here receives, whatever its kind. */
  release(id: number): void {
    this.detach(id);
    for (const method of ["destroy", "close"]) this.tell(id, method, []);
  }

  /** Takes the messages of the thread, if the bell has rung since. Returns whether it has. */
  takeMessages(): boolean {
    const count = this.#bell.read();
    if (count === this.#seen) return false;
    this.#seen = count;
    for (let next = receiveMessageOnPort(this.#port); next !== undefined; next = receiveMessageOnPort(this.#port)) {
      this.#onReply(next.message as IoReply);
    }
    const end = receiveMessageOnPort(this.#endPort)?.message as IoEnd | undefined;
    if (end !== undefined) this.#onEnd(end);
    return true;
  }

  /** Gives the thread up if it has not started in time. Returns whether it has not. */
  checkStarted(): boolean {
    if (performance.now() < this.startDeadline) return false;
    this.#fail(`has not started within ${START_TIMEOUT} ms`, undefined);
    void this.#supervisor.terminate();
    return true;
  }

  /** Ends the thread as soon as its calls have ended. */
  close(): void {
    if (this.failure !== null) return;
    this.#send({ close: GRACE }, []);
    // The process waits until the calls have cleaned up.
    if (this.#calls.size + this.#ending.size > 0) this.#supervisor.ref();
    // Reached only if the thread does not end by itself, because a call keeps it busy.
    setTimeout(() => void this.#supervisor.terminate(), 2 * GRACE).unref();
  }

  #send(request: IoRequest, transfer: readonly object[]): void {
    this.#port.postMessage(request, transfer as never);
  }

  #onReply(reply: IoReply): void {
    if ("started" in reply) {
      this.startDeadline = Infinity;
      return;
    }
    if ("object" in reply) return this.#onEvent(reply.object, reply.event, reply.args);
    if (this.#ending.delete(reply.id)) return;
    const call = this.#calls.get(reply.id)!;
    this.#calls.delete(reply.id);
    settleBy(reply.answer, call.settle);
  }

  #onEvent(id: number, event: string, args: readonly unknown[]): void {
    const object = this.#objects.get(id);
    if (object !== undefined) object.onEvent(event, args);
    // A connection that was accepted while its server closed.
    else if (event === "accepted") this.release(args[0] as number);
  }

  #onEnd({ exitCode, error }: IoEnd): void {
    const cause = error === undefined ? undefined : decodeThrown(error);
    this.#fail(`has ended: ${cause === undefined ? `exit code ${exitCode}` : String(cause)}`, cause);
  }

  /** Ends all calls with an error. */
  #fail(reason: string, cause: unknown): void {
    this.failure = new IoThreadError(`the I/O thread of a BlockingLoop ${reason}`, { cause });
    this.startDeadline = Infinity;
    const calls = [...this.#calls.values()];
    this.#calls.clear();
    for (const { text, settle } of calls) settle.error(new IoThreadError(`${text}: the I/O thread ${reason}`, { cause }));
    for (const object of this.#objects.values()) object.onEnd(this.failure);
    this.#objects.clear();
    this.#port.close();
    this.#endPort.close();
  }
}
