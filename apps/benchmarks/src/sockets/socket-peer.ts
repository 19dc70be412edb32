import type { Sample } from "../workload.ts";

/** The bytes of a message that is echoed. */
export const MESSAGE = 64;

/** The bytes of a chunk of a bulk transfer. */
export const CHUNK = 64 * 1024;

/** The number of connections that are opened at the same time, where many are opened. */
export const CONCURRENT = 100;

/** Servers and clients on the loopback interface of one process, by one library. */
export interface SocketPeer {
  /** Opens connections to an echo server. Returns a function that sends messages to and fro, equally many on each, and counts the bytes. */
  pingPong(connections: number): Promise<(messages: number) => Promise<number>>;
  /** Opens one connection. Returns a function that sends chunks, and returns the number of bytes that the server has received. */
  bulk(): Promise<(chunks: number) => Promise<number>>;
  /** Starts a server. Returns a function that opens connections, sends a byte, waits for the end and counts the bytes. */
  accept(): Promise<(connections: number) => Promise<number>>;
  /** Opens connections that wait for data. Returns their bytes on the heap, both ends together. */
  memory(connections: number): Promise<Sample>;
}
