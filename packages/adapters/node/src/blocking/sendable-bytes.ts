/** Bytes that become a message without the rest of their buffer, and the part of them that may move. */
export interface SendableBytes {
  readonly bytes: Uint8Array;
  readonly transfer: readonly object[];
}

/**
 * Returns bytes for a message to another thread. A message copies the whole buffer of a view, so a part of a buffer is copied before.
 *
 * @param isOwn whether no other code has a reference to the bytes, so that their buffer may move
 */
export function sendableBytes(bytes: Uint8Array, isOwn: boolean): SendableBytes {
  if (bytes.byteLength !== bytes.buffer.byteLength) {
    // A Buffer's own `slice` would not copy.
    const copy = Uint8Array.prototype.slice.call(bytes);
    return { bytes: copy, transfer: [copy.buffer] };
  }
  return { bytes, transfer: isOwn && bytes.buffer instanceof ArrayBuffer ? [bytes.buffer] : [] };
}
