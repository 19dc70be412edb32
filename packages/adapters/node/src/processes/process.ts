import type { ChildProcess } from "node:child_process";
import { brand, disown, disposable, own } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { StreamReader, StreamWriter } from "@asyncio-ts/streams";
import { hostCallback, type HostCallback } from "../network/host-callback.ts";
import { checkSignal, type SignalName, signalNumber } from "../signals/signal-name.ts";
import type { ProcessPipes } from "./process-pipes.ts";
import { communicate, type CommunicateOptions } from "./communicate.ts";
import { ProcessLookupError } from "./process-lookup-error.ts";

/** The streams of a process that are pipes. */
export interface ProcessStreams {
  readonly stdin: StreamWriter | null;
  readonly stdout: StreamReader | null;
  readonly stderr: StreamReader | null;
}

/**
 * A process that this program has started. Disposing kills it and closes its pipes.
 *
 * Mirrors `asyncio.subprocess.Process`.
 */
export class Process implements Disposable {
  /** The number of the process. */
  readonly pid: number;
  /** Writes to the standard input; null unless that is a pipe. */
  readonly stdin: StreamWriter | null;
  /** Reads the standard output; null unless that is a pipe. */
  readonly stdout: StreamReader | null;
  /** Reads the standard error; null unless that is a pipe. */
  readonly stderr: StreamReader | null;
  readonly #loop: EventLoop;
  readonly #child: ChildProcess;
  readonly #pipes: ProcessPipes;
  readonly #waiters = new Set<() => void>();
  #returncode: number | null = null;
  /** Kills the process and closes its pipes. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(loop: EventLoop, child: ChildProcess, pipes: ProcessPipes, streams: ProcessStreams) {
    this.#loop = loop;
    this.#child = child;
    this.#pipes = pipes;
    this.pid = child.pid!;
    this.stdin = streams.stdin;
    this.stdout = streams.stdout;
    this.stderr = streams.stderr;
    own(loop, this);
    // A signal that the system refuses is an event as well as the result of the call.
    child.on("error", () => {});
    if (child.exitCode === null && child.signalCode === null) child.once("exit", this.#onExit);
    else this.#onExit(child.exitCode, child.signalCode);
  }

  /** The exit code; -N if signal N has killed the process; null while it runs. */
  get returncode(): number | null {
    return this.#returncode;
  }

  /**
   * Waits until the process has exited, and returns its `returncode`. A cancellation leaves the process running.
   *
   * The process may wait in turn until its output is read: `communicate` avoids this deadlock.
   */
  *wait(): Coroutine<number> {
    if (this.#returncode === null) {
      const waiters = this.#waiters;
      let waiter: () => void;
      const start = (settle: HostCallback<void>) => waiters.add((waiter = () => settle(null)));
      yield* hostCallback(this.#loop, `exit of process ${this.pid}`, start, () => waiters.delete(waiter));
    }
    return this.#returncode!;
  }

  /**
   * Writes `input` to the standard input and closes it, reads the output to its end, and waits until the process has exited.
   *
   * A process that exits before it has read the input is no error. A cancellation leaves the process running, unless
   * `killOnCancel` is set.
   *
   * @param input bytes, or text that is encoded as UTF-8; ignored unless the standard input is a pipe
   * @param options.killOnCancel the signal that a cancellation sends before it goes on
   * @param options.grace milliseconds until a SIGKILL follows that signal; 1,000 by default
   * @returns the standard output and the standard error, each null unless it is a pipe
   */
  communicate(
    input?: Uint8Array | string | null,
    options?: CommunicateOptions,
  ): Coroutine<[stdout: Uint8Array | null, stderr: Uint8Array | null]> {
    return communicate(this, input, options);
  }

  /**
   * Sends a signal to the process.
   *
   * @throws ProcessLookupError if the process has exited
   * @throws TypeError if `signal` is no string, RangeError if the system has no such signal
   */
  sendSignal(signal: SignalName): void {
    checkSignal("sendSignal", signal);
    if (this.#returncode !== null) {
      throw new ProcessLookupError(`sendSignal: process ${this.pid} has exited with returncode ${this.#returncode}`);
    }
    // False if it has exited, although Node has not yet heard of it. The signal has then no effect, as in asyncio.
    this.#child.kill(signal);
  }

  /** Sends SIGTERM. @throws ProcessLookupError if the process has exited */
  terminate(): void {
    this.sendSignal("SIGTERM");
  }

  /** Sends SIGKILL. @throws ProcessLookupError if the process has exited */
  kill(): void {
    this.sendSignal("SIGKILL");
  }

  readonly #onExit = (code: number | null, signal: NodeJS.Signals | null): void => {
    this.#returncode = code ?? -signalNumber(signal as SignalName);
    for (const waiter of this.#waiters) waiter();
    this.#waiters.clear();
    disown(this.#loop, this);
  };

  /** @internal Kills a process that is left over. */
  loopClosed(): void {
    const message = `Process ${this.pid} was killed because its loop is closed; await its wait() or communicate(), or hold it by using`;
    this.#loop.callExceptionHandler({ message, process: this });
    this.#child.kill("SIGKILL");
    this.#pipes.close();
  }

  /** @internal */
  _dispose(): void {
    if (this.#returncode === null) this.#child.kill("SIGKILL");
    this.#pipes.close();
    disown(this.#loop, this);
  }

  /** Returns the process as text. */
  toString(): string {
    return `<Process ${this.pid}${this.#returncode === null ? "" : ` returncode=${this.#returncode}`}>`;
  }
}

brand(Process, "Process");
disposable(Process, function () {
  this._dispose();
});
