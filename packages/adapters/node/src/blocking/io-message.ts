import type { MessagePort } from "node:worker_threads";
import type { Answer, EncodedThrown } from "@asyncio-ts/promise/lowlevel";

/** Calls a service of the I/O thread. */
export interface IoCall {
  readonly id: number;
  /** The name of the call in error messages. */
  readonly text: string;
  readonly service: string;
  readonly args: readonly unknown[];
}

/** A message to the I/O thread. */
export type IoRequest =
  | IoCall
  /** Cancels a call. */
  | { readonly cancel: number; readonly reason: string | undefined }
  /** Calls a method of an object that the I/O thread holds: a connection, a server, a datagram socket. */
  | { readonly object: number; readonly method: string; readonly args: readonly unknown[] }
  /** Ends the thread when its calls have ended, at the latest after some milliseconds. */
  | { readonly close: number };

/** A message from the I/O thread. */
export type IoReply =
  /** The first message: the thread has started. */
  | { readonly started: true }
  /** The end of a call. */
  | { readonly id: number; readonly answer: Answer }
  /** An event of an object that the I/O thread holds. */
  | { readonly object: number; readonly event: string; readonly args: readonly unknown[] };

/** The last message of all, from the supervisor of the I/O thread. */
export interface IoEnd {
  readonly exitCode: number;
  /** The uncaught error that has ended the thread. */
  readonly error: EncodedThrown | undefined;
}

/** The start message of the I/O thread. */
export interface IoThreadData {
  readonly counter: Int32Array;
  readonly port: MessagePort;
}
