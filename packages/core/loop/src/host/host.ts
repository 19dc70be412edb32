/** The parts of the host (Node, Bun, Deno, a page, a worker) that these packages use. Looked up at each use, so that fakes work. */
export interface Host {
  /** The clock. */
  performance: { now(): number };
  /** Receives unhandled exceptions and warnings. */
  console: { error(...data: unknown[]): void; warn(...data: unknown[]): void };
  /** Calls back after the present callback, before any other work of the host. */
  queueMicrotask(callback: () => void): void;
  /** Calls back after some milliseconds. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Cancels a timer. */
  clearTimeout(timer: unknown): void;
  /** Calls back after the host has checked its timers and sockets. */
  setImmediate?(callback: () => void): unknown;
  /** Cancels an immediate. */
  clearImmediate?(immediate: unknown): void;
  /** Makes two connected ports, in place of `setImmediate` in pages. */
  MessageChannel?: new () => MessageChannelLike;
  /** Node's `process`. */
  process?: HostProcess;
}

/** Two connected ports. */
export interface MessageChannelLike {
  /** Receives from the other port. */
  port1: MessagePortLike;
  /** Sends to the other port. */
  port2: MessagePortLike;
}

/** A port of a `MessageChannel`. */
export interface MessagePortLike {
  /** Called for each message. */
  onmessage: (() => void) | null;
  /** Calls the other port's `onmessage` later. */
  postMessage(message: unknown): void;
  /** Closes the channel, which then keeps no process alive. */
  close(): void;
  /** Lets the port keep the process alive. Node only. */
  ref?(): void;
  /** Lets the process end although the port is open. Node only. */
  unref?(): void;
}

/** Node's `AsyncResource`. */
export interface AsyncScope {
  /** Calls `fn` with the stores at the time this scope was made. */
  runInAsyncScope<This, R>(fn: (this: This) => R, self: This): R;
}

/** The events of a process that these packages listen to. */
export type ProcessEvent = "beforeExit" | "exit" | "SIGINT" | "uncaughtException" | "uncaughtExceptionMonitor";

/** Node's `process`: announces its exit, and gives access to Node's modules without an import. */
export interface HostProcess {
  /** Adds a listener for the end of the process, for Ctrl-C or for uncaught exceptions. */
  on?(event: ProcessEvent, listener: (error: unknown) => void): unknown;
  /** Removes the listener. */
  off?(event: ProcessEvent, listener: (error: unknown) => void): unknown;
  /** Returns the number of listeners. */
  listenerCount?(event: ProcessEvent): number;
  /** The environment. */
  env?: Readonly<Record<string, string | undefined>>;
  /** Ends the process. */
  exit?(code: number): void;
  /** The exit code of the process. */
  exitCode?: number | string | null | undefined;
  /** Returns a module of Node's. */
  getBuiltinModule?<Name extends keyof HostModules>(name: Name): HostModules[Name] | undefined;
}

/** The parts of Node's modules in use. */
export interface HostModules {
  /** Makes scopes of `AsyncLocalStorage`. */
  "node:async_hooks": { AsyncResource?: new (type: string) => AsyncScope };
  /** Sets how many listeners a target takes without a warning. */
  "node:events": { setMaxListeners?(most: number, target: object): void };
}

/** The present host. */
export const host: Host = globalThis as unknown as Host;

/** `Error`, with the additions of V8 and engines that follow it. */
export const stackTraces: { stackTraceLimit?: number | undefined; captureStackTrace?(error: Error, above: unknown): void } = Error as never;

/** Sets how many frames the stacks of new errors have. Does nothing if the program has frozen `Error`. */
export function setStackTraceLimit(limit: number | undefined): void {
  try {
    stackTraces.stackTraceLimit = limit;
  } catch {}
}
