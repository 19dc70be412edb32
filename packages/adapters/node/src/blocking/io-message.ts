import type { MessagePort } from "node:worker_threads";
import type { Answer } from "../threads/answer.ts";

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
  /** Ends the thread when its calls have ended, at the latest after some milliseconds. */
  | { readonly close: number };

/** A message from the I/O thread: the end of a call. */
export interface IoReply {
  readonly id: number;
  readonly answer: Answer;
}

/** The last message of all, from the supervisor of the I/O thread. */
export interface IoEnd {
  readonly exitCode: number;
  readonly error: unknown;
}

/** The start message of the I/O thread. */
export interface IoThreadData {
  readonly counter: Int32Array;
  readonly port: MessagePort;
}
