import { checkMilliseconds, checkOptions, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, type Coroutine, gather, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import type { StreamReader, StreamWriter } from "@asyncio-ts/streams";
import { checkSignal, type SignalName } from "../signals/signal-name.ts";

/** The part of a process that takes part in an exchange. */
interface Communicating {
  readonly stdin: StreamWriter | null;
  readonly stdout: StreamReader | null;
  readonly stderr: StreamReader | null;
  readonly returncode: number | null;
  wait(): Coroutine<number>;
  sendSignal(signal: SignalName): void;
  kill(): void;
}

/** The options of `process.communicate`. */
export interface CommunicateOptions {
  /** The signal that a cancellation sends to the process. Without it the process goes on. */
  readonly killOnCancel?: SignalName | undefined;
  /** Milliseconds until a process that has not exited after that signal is killed; 1,000 by default. */
  readonly grace?: number | undefined;
}

type Outputs = [stdout: Uint8Array | null, stderr: Uint8Array | null];

/** Exchanges all data with a process: see `Process.communicate`. */
export function* communicate(
  process: Communicating,
  input: Uint8Array | string | null | undefined,
  options: CommunicateOptions = {},
): Coroutine<Outputs> {
  const { killOnCancel, grace } = checked(input, options);
  try {
    const [, stdout, stderr] = yield* gather(feed(process.stdin, input), readAll(process.stdout), readAll(process.stderr));
    yield* process.wait();
    return [stdout, stderr];
  } catch (error) {
    if (error instanceof CancelledError && killOnCancel !== undefined) yield* end(process, killOnCancel, grace);
    throw error;
  }
}

function checked(input: unknown, options: CommunicateOptions): { killOnCancel: SignalName | undefined; grace: number } {
  if (input !== undefined && input !== null && typeof input !== "string" && !(input instanceof Uint8Array)) {
    throw wrongArgument("communicate", "a Uint8Array, a string or null", input);
  }
  checkOptions("communicate", options);
  for (const name of Object.keys(options)) {
    if (name !== "killOnCancel" && name !== "grace") {
      throw new TypeError(`communicate: unknown option ${repr(name)}; there are killOnCancel, grace`);
    }
  }
  const { killOnCancel, grace = 1000 } = options;
  if (killOnCancel !== undefined) checkSignal("communicate", killOnCancel);
  checkMilliseconds("communicate", grace);
  return { killOnCancel, grace };
}

function* feed(stdin: StreamWriter | null, input: Uint8Array | string | null | undefined): Coroutine<void> {
  if (stdin === null) return;
  try {
    if (input !== undefined && input !== null) stdin.write(input);
    yield* stdin.drain();
  } catch (error) {
    if (!isBrokenPipe(error)) throw error;
  }
  stdin.close();
}

/** Returns whether a process has exited or closed its input before it has read everything. */
function isBrokenPipe(error: unknown): boolean {
  const code: unknown = (error as { code?: unknown } | null)?.code;
  return code === "EPIPE" || code === "ECONNRESET";
}

function* readAll(reader: StreamReader | null): Coroutine<Uint8Array | null> {
  return reader === null ? null : yield* reader.read();
}

/** Ends a process: by a signal, then by SIGKILL. A second cancellation kills it at once. */
function* end(process: Communicating, signal: SignalName, grace: number): Coroutine<void> {
  try {
    if (process.returncode === null) process.sendSignal(signal);
    yield* waitFor(process.wait(), grace);
  } catch (error) {
    if (process.returncode === null) process.kill();
    if (!(error instanceof TimeoutError)) throw error;
    yield* process.wait();
  }
}
