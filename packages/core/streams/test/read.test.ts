import { IncompleteReadError, StreamReader } from "@asyncio-ts/streams";
import { createTask, getRunningLoop } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { bytes, rest, text } from "./text.ts";

const DATA = "line1\nline2\nline3\n";

// CPython: test_streams.StreamTests.test_feed_empty_data
// CPython: test_streams.StreamTests.test_feed_nonempty_data
test("feedData() buffers bytes; no bytes change nothing", function* () {
  const reader = new StreamReader();
  reader.feedData(bytes(""));
  expect(String(reader)).toBe("<StreamReader>");
  reader.feedData(bytes(DATA));
  expect(String(reader)).toBe("<StreamReader 18 bytes>");
  expect(yield* rest(reader)).toBe(DATA);
});

// CPython: test_streams.StreamTests.test_read_zero
// CPython: test_streams.StreamTests.test_readexactly_zero_or_less
test("read(0) and readexactly(0) return no bytes and take none; readexactly(-1) throws and takes none", function* () {
  const reader = new StreamReader();
  reader.feedData(bytes(DATA));
  expect(text(yield* reader.read(0))).toBe("");
  expect(text(yield* reader.readexactly(0))).toBe("");
  expect(() => reader.readexactly(-1)).toThrow(new RangeError("readexactly: a number of bytes from 0 on was expected, got -1"));
  expect(yield* rest(reader)).toBe(DATA);
});

// CPython: test_streams.StreamTests.test_read
test("read(n) waits, then returns the bytes that have come, also if they are fewer", function* () {
  const reader = new StreamReader();
  const task = createTask(reader.read(30));
  getRunningLoop().callSoon(() => reader.feedData(bytes(DATA)));
  expect(text(yield* task)).toBe(DATA);
  expect(yield* rest(reader)).toBe("");
});

// CPython: test_streams.StreamTests.test_read_line_breaks
// CPython: test_streams.StreamTests.test_read_limit
test("read(n) returns bytes of several chunks, up to n, whatever the limit", function* () {
  const reader = new StreamReader({ limit: 3 });
  for (const chunk of ["line1", "line2", "line3"]) reader.feedData(bytes(chunk));
  expect(text(yield* reader.read(5))).toBe("line1");
  expect(text(yield* reader.read(7))).toBe("line2li");
  expect(text(yield* reader.read(99))).toBe("ne3");
});

// CPython: test_streams.StreamTests.test_read_eof
test("read(n) returns no bytes at the end", function* () {
  const reader = new StreamReader();
  const task = createTask(reader.read(1024));
  getRunningLoop().callSoon(() => reader.feedEof());
  expect(text(yield* task)).toBe("");
  expect(text(yield* reader.read(1024))).toBe("");
});

// CPython: test_streams.StreamTests.test_read_until_eof
test("read() returns all bytes up to the end", function* () {
  const reader = new StreamReader({ limit: 4 });
  const task = createTask(reader.read());
  getRunningLoop().callSoon(() => {
    reader.feedData(bytes("chunk1\n"));
    reader.feedData(bytes("chunk2"));
    reader.feedEof();
  });
  expect(text(yield* task)).toBe("chunk1\nchunk2");
  expect(reader.atEof()).toBe(true);
});

// CPython: test_streams.StreamTests.test_readexactly
test("readexactly(n) waits for n bytes, and leaves the others", function* () {
  const reader = new StreamReader();
  const task = createTask(reader.readexactly(2 * DATA.length));
  getRunningLoop().callSoon(() => {
    for (let i = 0; i < 3; i++) reader.feedData(bytes(DATA));
  });
  expect(text(yield* task)).toBe(DATA + DATA);
  expect(yield* rest(reader)).toBe(DATA);
});

// CPython: test_streams.StreamTests.test_readexactly_limit
test("readexactly(n) returns more bytes than the limit", function* () {
  const reader = new StreamReader({ limit: 3 });
  reader.feedData(bytes("chunk"));
  expect(text(yield* reader.readexactly(5))).toBe("chunk");
});

// CPython: test_streams.StreamTests.test_readexactly_eof
test("readexactly(n) throws an IncompleteReadError with the bytes before the end", function* () {
  const reader = new StreamReader();
  const task = createTask(reader.readexactly(36));
  getRunningLoop().callSoon(() => {
    reader.feedData(bytes(DATA));
    reader.feedEof();
  });
  let error: unknown;
  try {
    yield* task;
  } catch (thrown) {
    error = thrown;
  }
  expect(error).toBeInstanceOf(IncompleteReadError);
  const { partial, expected, message } = error as IncompleteReadError;
  expect([text(partial), expected, message]).toEqual([DATA, 36, "18 bytes read on a total of 36 expected bytes"]);
  expect(reader.atEof()).toBe(true);
});

test("a read returns a chunk without a copy if it takes it as a whole, and else a copy", function* () {
  const reader = new StreamReader();
  const chunk = bytes(DATA);
  reader.feedData(chunk);
  expect(yield* reader.read(100)).toBe(chunk);
  reader.feedData(chunk);
  const part = yield* reader.read(3);
  expect(part.buffer).not.toBe(chunk.buffer);
  expect(part.buffer.byteLength).toBe(3);
});

test("reads return the bytes that were fed, however they are cut into chunks and reads", function* () {
  let seed = 1;
  const random = (below: number) => (seed = (seed * 48271) % 2147483647) % below;
  const reader = new StreamReader({ limit: 1000 });
  const content = Uint8Array.from({ length: 20_000 }, () => random(256));
  const task = createTask(function* () {
    const parts: number[] = [];
    while (!reader.atEof()) parts.push(...(yield* reader.read(1 + random(50))));
    return parts;
  });
  for (let at = 0; at < content.length;) {
    const size = 1 + random(40);
    reader.feedData(content.slice(at, at + size));
    at += size;
    if (random(3) === 0) yield* reader.readexactly(0);
  }
  reader.feedEof();
  expect(Uint8Array.from(yield* task)).toEqual(content);
});
