import type { Random } from "@asyncio-ts/testing/lowlevel";

interface Bytes {
  readonly buffer: ArrayBuffer;
  readonly byteOffset: number;
  readonly byteLength: number;
}

/** Fills an array with random bytes, as `crypto.getRandomValues`. */
export function fillRandom<A extends Bytes>(random: Random, array: A): A {
  const bytes = new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
  for (let i = 0; i < bytes.length; i++) bytes[i] = random.below(256);
  return array;
}

/** Returns a random UUID of version 4, as `crypto.randomUUID`. */
export function randomUuid(random: Random): string {
  const bytes = fillRandom(random, new Uint8Array(16));
  bytes[6] = (bytes[6]! & 0x0f) | 0x40;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}
