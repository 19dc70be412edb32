import { expect, test } from "vitest";
import { checksumOf } from "../src/storage/checksum.ts";
import { decodeMessage, encodeFrame, HEADER_BYTES, MAX_MESSAGE_BYTES, messageLength } from "../src/wire/frame.ts";

test("a message survives its frame, whatever its characters", () => {
  const message = { text: "Grüße \u{1f600}\n", list: [1, null] };
  const frame = encodeFrame(message);
  expect(messageLength(frame.subarray(0, HEADER_BYTES))).toBe(frame.length - HEADER_BYTES);
  expect(decodeMessage(frame.subarray(HEADER_BYTES))).toEqual(message);
});

test("a header with more bytes than a message may have is refused before they are read", () => {
  const header = new Uint8Array(HEADER_BYTES);
  new DataView(header.buffer).setUint32(0, MAX_MESSAGE_BYTES + 1);
  expect(() => messageLength(header)).toThrow(RangeError);
});

test("a body that is no JSON in UTF-8 is refused", () => {
  expect(() => decodeMessage(Uint8Array.of(0xff))).toThrow(TypeError);
  expect(() => decodeMessage(Uint8Array.of(0x7b))).toThrow(SyntaxError);
});

test("checksumOf() is CRC-32", () => {
  expect([checksumOf("123456789"), checksumOf("")]).toEqual(["cbf43926", "00000000"]);
});
