import { NO_BYTES } from "./bytes.ts";

/**
 * The bytes that a reader has received and not read.
 *
 * A chunk that finds the buffer empty is kept as it is, and returned as it is if it is read as a whole. Only the second chunk
 * makes the buffer copy, into memory that grows by doubling.
 */
export class ByteBuffer {
  /** The memory: a chunk, or memory of this buffer. */
  #memory: Uint8Array = NO_BYTES;
  #start = 0;
  #end = 0;
  /** Whether the memory is this buffer's, so that bytes may be appended to it. */
  #isOwn = false;

  /** The number of bytes. */
  get length(): number {
    return this.#end - this.#start;
  }

  /** Appends a chunk, which the caller no longer changes. */
  push(chunk: Uint8Array): void {
    if (this.#start === this.#end) {
      this.#memory = chunk;
      this.#start = 0;
      this.#end = chunk.length;
      this.#isOwn = false;
      return;
    }
    if (!this.#isOwn || this.#end + chunk.length > this.#memory.length) this.#reserve(chunk.length);
    this.#memory.set(chunk, this.#end);
    this.#end += chunk.length;
  }

  /** Puts bytes back in front of the others. */
  unshift(bytes: Uint8Array): void {
    const rest = this.take(this.length);
    this.push(bytes);
    if (rest.length > 0) this.push(rest);
  }

  #reserve(more: number): void {
    const { length } = this;
    const memory = new Uint8Array(Math.max(2 * length, length + more, 256));
    memory.set(this.#memory.subarray(this.#start, this.#end));
    this.#memory = memory;
    this.#start = 0;
    this.#end = length;
    this.#isOwn = true;
  }

  /** Removes and returns the first bytes: `count` of them, or as many as there are. */
  take(count: number): Uint8Array {
    const start = this.#start;
    const end = Math.min(start + count, this.#end);
    const memory = this.#memory;
    this.#start = end;
    if (end === this.#end) this.#release();
    if (start === 0 && end === memory.length) return memory;
    // A copy, because a view of a few bytes would keep the whole chunk alive.
    const taken = new Uint8Array(end - start);
    taken.set(memory.subarray(start, end));
    return taken;
  }

  /** Removes the first `count` bytes. */
  skip(count: number): void {
    this.#start = Math.min(this.#start + count, this.#end);
    if (this.#start === this.#end) this.#release();
  }

  /** Removes all bytes. */
  clear(): void {
    this.#release();
  }

  #release(): void {
    this.#memory = NO_BYTES;
    this.#start = this.#end = 0;
  }

  /** Returns the position of `bytes` at or after a position; -1 if they are not there. */
  indexOf(bytes: Uint8Array, from: number): number {
    const memory = this.#memory;
    const last = this.#end - bytes.length;
    const first = bytes[0]!;
    for (let at = this.#start + from; at <= last; at++) {
      at = memory.indexOf(first, at);
      if (at === -1 || at > last) return -1;
      if (this.#matches(bytes, at)) return at - this.#start;
    }
    return -1;
  }

  /** Returns whether `bytes` are at a position. */
  startsWith(bytes: Uint8Array, position: number): boolean {
    return position + bytes.length <= this.length && this.#matches(bytes, this.#start + position);
  }

  #matches(bytes: Uint8Array, at: number): boolean {
    for (let i = 0; i < bytes.length; i++) if (this.#memory[at + i] !== bytes[i]) return false;
    return true;
  }
}
