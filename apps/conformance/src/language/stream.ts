import type { ErrorSpec } from "./flow.ts";
import type { Block, Slot } from "./program.ts";

interface Targeted {
  /** A slot that `reader` or `connect` has filled. */
  target: Slot;
}

/** Coroutines of streams. Bytes are text of Latin-1. */
export type StreamExpression =
  /** Without `n` until the end. */
  | ({ kind: "read"; n?: number } & Targeted)
  | ({ kind: "readexactly"; n: number } & Targeted)
  | ({ kind: "readline" | "drain" | "waitClosed" } & Targeted)
  /** One separator stands for itself, several for a tuple. */
  | ({ kind: "readuntil"; separators: string[] } & Targeted);

export type StreamStatement =
  /**
   * Creates a reader. With `transport`, it also has a protocol and a writer, over a transport that only records its calls. In a
   * `lone` program one task reads, and no cancel meets a `read` to the end.
   */
  | { op: "reader"; slot: Slot; limit: number; transport?: boolean; lone?: boolean }
  /** Connects a reader and a writer to a scripted peer, through a real transport. With `raw`, a recording protocol instead. */
  | { op: "connect"; slot: Slot; limit: number; raw?: "keepsOpen" | "closes" }
  | StreamInput
  | PeerAction
  | WriterStatement
  /** Records the public state. */
  | ({ op: "stream" } & Targeted)
  /** Takes `times` lines. */
  | ({ op: "lines"; times: number; body: Block } & Targeted);

/** The calls that a transport makes, in place of it. Those that a transport would never make do nothing. */
export type StreamInput =
  | ({ op: "feed"; data: string } & Targeted)
  | ({ op: "feedEof" | "pauseWriting" | "resumeWriting" } & Targeted)
  | ({ op: "readerError"; error: ErrorSpec } & Targeted)
  /** The connection is lost, in order without an error. */
  | ({ op: "lose"; error?: ErrorSpec } & Targeted);

/** The actions of a scripted peer. */
export type PeerAction =
  | ({ op: "peerSends"; data: string } & Targeted)
  | ({ op: "peerEnds" | "peerResets" } & Targeted)
  /** Accepts so many more bytes. */
  | ({ op: "peerAccepts"; bytes: number } & Targeted)
  /** Records all bytes that it has received, and whether it has seen the end and the close. */
  | ({ op: "peerSees" } & Targeted);

export type WriterStatement =
  /** Several lines by one call of `writeLines`. */
  | ({ op: "write"; lines: string[] } & Targeted)
  | ({ op: "writeEof" | "close" | "abort" | "pauseReading" | "resumeReading" } & Targeted)
  | ({ op: "waterMarks"; high?: number; low?: number } & Targeted);
