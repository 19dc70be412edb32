/** What these packages take from the host, be it Node, Bun, Deno, a page or a worker; looked up at each use, so that fakes work. */
export interface Host {
  /** The clock. */
  performance: { now(): number };
  /** Where exceptions that nobody else gets, and warnings, are written. */
  console: { error(...data: unknown[]): void; warn(...data: unknown[]): void };
  /** Calls back once the present callback is over, before the host does anything else. */
  queueMicrotask(callback: () => void): void;
  /** Calls back after some milliseconds. */
  setTimeout(callback: () => void, ms: number): unknown;
  /** Takes a timer back. */
  clearTimeout(timer: unknown): void;
  /** Calls back after the host has looked at its timers and sockets. */
  setImmediate?(callback: () => void): unknown;
  /** Takes an immediate back. */
  clearImmediate?(immediate: unknown): void;
  /** Two ports, to be called back by where there is no `setImmediate`. */
  MessageChannel?: new () => { port1: MessagePortLike; port2: MessagePortLike };
  /** Node's `process`. */
  process?: HostProcess;
}

/** A port of a `MessageChannel`. */
export interface MessagePortLike {
  /** Is called for each message. */
  onmessage: (() => void) | null;
  /** Has the other port's `onmessage` called. */
  postMessage(message: unknown): void;
  /** No more messages; the channel keeps no process alive. */
  close(): void;
}

/** Node's `AsyncResource`. */
export interface AsyncScope {
  /** Calls `fn` with the stores that were there when this was made. */
  runInAsyncScope<This, R>(fn: (this: This) => R, self: This): R;
}

/** Node's `process`: says that the end has come, and gives Node's modules to whoever may not import them. */
export interface HostProcess {
  /** Listens to the end of the process. */
  on?(event: "beforeExit" | "exit", listener: () => void): unknown;
  /** Listens no more. */
  off?(event: "beforeExit" | "exit", listener: () => void): unknown;
  /** What the process will exit with. */
  exitCode?: number | string | null | undefined;
  /** A module of Node's. */
  getBuiltinModule?<Name extends keyof HostModules>(name: Name): HostModules[Name] | undefined;
}

/** What is taken from Node's modules, where they have it. */
export interface HostModules {
  /** Scopes of `AsyncLocalStorage`. */
  "node:async_hooks": { AsyncResource?: new (type: string) => AsyncScope };
  /** How many listeners an event or a signal bears without a warning. */
  "node:events": { setMaxListeners?(most: number, target: object): void };
}

/** The host that these packages run on. */
export const host: Host = globalThis as unknown as Host;

/** `Error`, with what V8 and its followers add to it. */
export const stackTraces: { stackTraceLimit?: number; captureStackTrace?(error: Error, above: unknown): void } = Error as never;
