/** The bytes of a frame before its message: the length of the message, as an unsigned 32-bit number. */
export const HEADER_BYTES = 4;

/** The bytes that a message may have. A snapshot travels as one message. */
export const MAX_MESSAGE_BYTES: number = 64 * 1024 * 1024;

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8", { fatal: true });

/**
 * Returns the frame of a message: its length, then its JSON in UTF-8.
 *
 * @throws RangeError if the message is too long
 */
export function encodeFrame(message: unknown): Uint8Array {
  const body = encoder.encode(JSON.stringify(message));
  if (body.length > MAX_MESSAGE_BYTES) {
    throw new RangeError(`encodeFrame: at most ${MAX_MESSAGE_BYTES} bytes were expected, got a message of ${body.length}`);
  }
  const frame = new Uint8Array(HEADER_BYTES + body.length);
  new DataView(frame.buffer).setUint32(0, body.length);
  frame.set(body, HEADER_BYTES);
  return frame;
}

/** Returns the length of the message after a header. @throws RangeError if it is more than a message may have */
export function messageLength(header: Uint8Array): number {
  const length = new DataView(header.buffer, header.byteOffset).getUint32(0);
  if (length > MAX_MESSAGE_BYTES) throw new RangeError(`frame: at most ${MAX_MESSAGE_BYTES} bytes were expected, got ${length}`);
  return length;
}

/** Returns the message of a frame. @throws SyntaxError or TypeError if it is no JSON in UTF-8 */
export function decodeMessage(body: Uint8Array): unknown {
  return JSON.parse(decoder.decode(body));
}
