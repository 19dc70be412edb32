/** What these packages take from the host, be it Node, Bun, Deno, a page or a worker; looked up at each use, so that fakes work. */
export interface Host {
  performance: { now(): number };
  console: { error(...data: unknown[]): void; warn(...data: unknown[]): void };
  queueMicrotask(callback: () => void): void;
  setTimeout(callback: () => void, ms: number): unknown;
  clearTimeout(timer: unknown): void;
  setImmediate?(callback: () => void): unknown;
  clearImmediate?(immediate: unknown): void;
  MessageChannel?: new () => { port1: MessagePortLike; port2: MessagePortLike };
  process?: HostProcess;
}

/** A port of a `MessageChannel`. */
export interface MessagePortLike {
  onmessage: (() => void) | null;
  postMessage(message: unknown): void;
  close(): void;
}

/** Node's `AsyncResource`. */
export interface AsyncScope {
  runInAsyncScope<This, R>(fn: (this: This) => R, self: This): R;
}

/** Node's `process`: says that the end has come, and gives Node's modules to whoever may not import them. */
export interface HostProcess {
  on?(event: "beforeExit" | "exit", listener: () => void): unknown;
  off?(event: "beforeExit" | "exit", listener: () => void): unknown;
  exitCode?: number | string | null | undefined;
  getBuiltinModule?(name: "node:async_hooks"): { AsyncResource?: new (type: string) => AsyncScope } | undefined;
}

/** The host that these packages run on. */
export const host: Host = globalThis as unknown as Host;

/** `Error`, with what V8 and its followers add to it. */
export const stackTraces: { stackTraceLimit?: number; captureStackTrace?(error: Error, above: unknown): void } = Error as never;
