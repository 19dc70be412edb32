import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { listOf } from "@asyncio-ts/tasks/lowlevel";

interface Encoder {
  encode(text: string): Uint8Array;
}

const { TextEncoder } = globalThis as unknown as { TextEncoder: new () => Encoder };
const encoder = /* @__PURE__ */ new TextEncoder();

export const NO_BYTES: Uint8Array = /* @__PURE__ */ new Uint8Array(0);

/** Returns whether a value is a Uint8Array, of any realm. */
export function isBytes(value: unknown): value is Uint8Array {
  return value instanceof Uint8Array || (ArrayBuffer.isView(value) && (value as Uint8Array)[Symbol.toStringTag] === "Uint8Array");
}

/** Returns the bytes of an argument: text is encoded as UTF-8. @throws TypeError if it is neither text nor a Uint8Array */
export function bytesOf(caller: string, data: unknown): Uint8Array {
  if (typeof data === "string") return encoder.encode(data);
  if (isBytes(data)) return data;
  throw wrongArgument(caller, "a Uint8Array or a string", data);
}

/** Returns the bytes of several arguments as one array. @throws TypeError if `parts` is no iterable of text and Uint8Arrays */
export function joinedBytesOf(caller: string, parts: Iterable<unknown>): Uint8Array {
  if (typeof (parts as Iterable<unknown> | null | undefined)?.[Symbol.iterator] !== "function") {
    throw wrongArgument(caller, "an iterable of Uint8Arrays and strings", parts);
  }
  return joined(listOf(caller, parts).map((part) => bytesOf(caller, part)));
}

/** Returns one array with the bytes of several. A single one is returned as it is. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  if (parts.length === 1) return parts[0]!;
  let size = 0;
  for (const part of parts) size += part.length;
  const whole = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
