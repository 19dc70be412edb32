import { IncompleteReadError, LimitOverrunError, StreamReader } from "@asyncio-ts/streams";
import { createTask, forEach, getRunningLoop, iterate } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { bytes, rest, text } from "./text.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

const DATA = "line1\nline2\nline3\n";

function fed(options: { limit?: number }, ...chunks: string[]): StreamReader {
  const reader = new StreamReader(options);
  for (const chunk of chunks) reader.feedData(bytes(chunk));
  return reader;
}

// CPython: test_streams.StreamTests.test_readline
test("readline() waits for the end of the line, and leaves the rest", function* () {
  const reader = fed({}, "chunk1 ");
  const task = createTask(reader.readline());
  getRunningLoop().callSoon(() => {
    for (const chunk of ["chunk2 ", "chunk3 ", "\n chunk4"]) reader.feedData(bytes(chunk));
  });
  expect(text(yield* task)).toBe("chunk1 chunk2 chunk3 \n");
  expect(yield* rest(reader)).toBe(" chunk4");
});

// CPython: test_streams.StreamTests.test_readline_limit_with_existing_data
test("readline() drops a buffered line above the limit: the line, or all that is buffered of it", function* () {
  const whole = fed({ limit: 3 }, "li", "ne1\nline2\n");
  const error = (yield* thrown(whole.readline())) as Error;
  expect(error).toBeInstanceOf(RangeError);
  expect(error.message).toBe("readline: Separator is found, but chunk is longer than limit");
  expect(yield* rest(whole)).toBe("line2\n");
  const part = fed({ limit: 3 }, "li", "ne1", "li");
  expect(yield* thrown(part.readline())).toBeInstanceOf(RangeError);
  expect(yield* rest(part)).toBe("");
});

// CPython: test_streams.StreamTests.test_readline_limit
test.each([
  [["chunk1", "chunk2", "chunk3\n"], ""],
  [["chunk1", "chunk2\n", "chunk3\n"], "chunk3\n"],
])("readline() drops a line above the limit that arrives as %j", function* (chunks, left) {
  const reader = new StreamReader({ limit: 7 });
  getRunningLoop().callSoon(() => {
    for (const chunk of chunks) reader.feedData(bytes(chunk));
    reader.feedEof();
  });
  expect(yield* thrown(reader.readline())).toBeInstanceOf(RangeError);
  expect(text(yield* reader.read())).toBe(left);
});

// CPython: test_streams.StreamTests.test_readline_limit
test("the limit does not count the end of a line", function* () {
  const reader = fed({ limit: 7 }, "1234567\n");
  expect(text(yield* reader.readline())).toBe("1234567\n");
  for (const line of ["12345678\n", "12345678"]) {
    reader.feedData(bytes(line));
    expect(yield* thrown(reader.readline())).toBeInstanceOf(RangeError);
    expect(String(reader)).toBe("<StreamReader limit=7>");
  }
});

// CPython: test_streams.StreamTests.test_readline_nolimit_nowait
// CPython: test_streams.StreamTests.test_readline_read_byte_count
test("readline() and read(n) take turns on the same bytes", function* () {
  const reader = fed({}, DATA.slice(0, 6), DATA.slice(6));
  expect(text(yield* reader.readline())).toBe("line1\n");
  expect(text(yield* reader.read(7))).toBe("line2\nl");
  expect(yield* rest(reader)).toBe("ine3\n");
});

// CPython: test_streams.StreamTests.test_readline_eof
// CPython: test_streams.StreamTests.test_readline_empty_eof
test("readline() returns a last line without its end, then no bytes", function* () {
  const reader = fed({}, "some data");
  reader.feedEof();
  expect(text(yield* reader.readline())).toBe("some data");
  expect(text(yield* reader.readline())).toBe("");
});

// CPython: test_streams.StreamTests.test_at_eof
test("atEof() is true once the stream has ended and all bytes are read", function* () {
  const reader = new StreamReader();
  expect(reader.atEof()).toBe(false);
  reader.feedData(bytes("some data\n"));
  yield* reader.readline();
  expect(reader.atEof()).toBe(false);
  reader.feedData(bytes("some data\n"));
  reader.feedEof();
  expect(reader.atEof()).toBe(false);
  yield* reader.readline();
  expect(reader.atEof()).toBe(true);
});

// CPython: test_streams.StreamTests.test_readuntil_separator
test("readuntil() refuses an empty separator, and none", function* () {
  const reader = new StreamReader();
  const empty = "readuntil: a separator of at least one byte was expected";
  expect(() => reader.readuntil("")).toThrow(new RangeError(`${empty}, got ""`));
  expect(() => reader.readuntil(["\n", ""])).toThrow(empty);
  expect(() => reader.readuntil([])).toThrow(new RangeError("readuntil: at least one separator was expected, got an array of 0"));
  expect(() => reader.readuntil(5 as never)).toThrow(new TypeError("readuntil: a Uint8Array or a string was expected, got 5"));
});

// CPython: test_streams.StreamTests.test_readuntil_multi_chunks
// CPython: test_streams.StreamTests.test_readuntil_multi_chunks_1
// CPython: test_streams.StreamTests.test_readuntil_bytearray
test.each([
  ["AAA", ["lineAAA"], "lineAAA", ""],
  ["AAA", ["lineAAAxxx"], "lineAAA", "xxx"],
  ["aaa", ["QWEaa", "XYaa", "a"], "QWEaaXYaaa", ""],
  ["aaa", ["QWEaa", "XYa", "aa"], "QWEaaXYaaa", ""],
  ["aaa", ["aaa"], "aaa", ""],
  ["aaa", ["Xaaa"], "Xaaa", ""],
  ["aaa", ["XXX", "a", "a", "a"], "XXXaaa", ""],
  ["\r\n", ["a\r", "\r", "\n\r\n"], "a\r\r\n", "\r\n"],
])("readuntil(%j) finds the separator across the chunks %j", function* (separator, chunks, read, left) {
  const buffered = fed({}, ...chunks);
  expect(text(yield* buffered.readuntil(bytes(separator)))).toBe(read);
  expect(yield* rest(buffered)).toBe(left);
  const awaited = new StreamReader();
  const task = createTask(awaited.readuntil(separator));
  for (const chunk of chunks) {
    yield* awaited.read(0);
    awaited.feedData(bytes(chunk));
  }
  expect(text(yield* task)).toBe(read);
});

// CPython: test_streams.StreamTests.test_readuntil_eof
test("readuntil() throws an IncompleteReadError with the bytes before the end", function* () {
  const reader = fed({}, "some dataAA");
  reader.feedEof();
  const error = (yield* thrown(reader.readuntil("AAA"))) as IncompleteReadError;
  expect(error).toBeInstanceOf(IncompleteReadError);
  expect([text(error.partial), error.expected]).toEqual(["some dataAA", null]);
  expect(error.message).toBe("11 bytes read on a total of undefined expected bytes");
  expect(reader.atEof()).toBe(true);
});

// CPython: test_streams.StreamTests.test_readuntil_limit_found_sep
test("readuntil() throws a LimitOverrunError and keeps the bytes, whether the separator has come or not", function* () {
  const reader = fed({ limit: 3 }, "some dataAA");
  const missing = (yield* thrown(reader.readuntil("AAA"))) as LimitOverrunError;
  expect(missing).toBeInstanceOf(LimitOverrunError);
  expect([missing.message, missing.consumed]).toEqual(["Separator is not found, and chunk exceed the limit", 9]);
  reader.feedData(bytes("A"));
  const found = (yield* thrown(reader.readuntil("AAA"))) as LimitOverrunError;
  expect([found.message, found.consumed]).toEqual(["Separator is found, but chunk is longer than limit", 9]);
  expect(yield* rest(reader)).toBe("some dataAAA");
});

// CPython: test_streams.StreamTests.test_readuntil_multi_separator
test("of several separators the one that ends first counts, also if it is longer", function* () {
  const reader = fed({}, "line 1\nline 2\r");
  expect(text(yield* reader.readuntil(["\r", "\n"]))).toBe("line 1\n");
  expect(text(yield* reader.readuntil(["\r", "\n"]))).toBe("line 2\r");
  reader.feedData(bytes("ABCDEFG"));
  expect(text(yield* reader.readuntil(["DEF", bytes("BCDE")]))).toBe("ABCDE");
  expect(yield* rest(reader)).toBe("FG");
});

// CPython: test_streams.StreamTests.test_readuntil_multi_separator_limit
test("of several separators that end at one place the shortest decides about the limit", function* () {
  const reader = fed({ limit: 3 }, "some dataA");
  const error = (yield* thrown(reader.readuntil(["A", "ome dataA"]))) as LimitOverrunError;
  expect([error.message, error.consumed]).toEqual(["Separator is found, but chunk is longer than limit", 9]);
  expect(yield* rest(reader)).toBe("some dataA");
});

// CPython: test_streams.StreamTests.test_readuntil_multi_separator_negative_offset
test("readuntil() finds a short separator in fewer bytes than the longest one has", function* () {
  const reader = fed({}, "data");
  const task = createTask(reader.readuntil(["A", "long sep"]));
  getRunningLoop().callSoon(() => reader.feedData(bytes("Z")));
  getRunningLoop().callSoon(() => reader.feedData(bytes("Aaaa")));
  expect(text(yield* task)).toBe("dataZA");
  expect(yield* rest(reader)).toBe("aaa");
});

test("forEach() reads lines, the last one also without its end", function* () {
  const reader = fed({}, "one\ntw", "o\nthr");
  const lines: string[] = [];
  const task = createTask(() =>
    forEach(reader, function* (line) {
      lines.push(text(line));
    }),
  );
  yield* reader.read(0);
  getRunningLoop().callSoon(() => {
    reader.feedData(bytes("ee"));
    reader.feedEof();
  });
  yield* task;
  expect(lines).toEqual(["one\n", "two\n", "three"]);
});

test("iterate() leaves the reader open, so that it can be read on", function* () {
  const reader = fed({}, DATA);
  const it = iterate(reader);
  expect(yield* it.next()).toBe(true);
  yield* it.close();
  expect(text(it.value)).toBe("line1\n");
  expect(yield* rest(reader)).toBe("line2\nline3\n");
});
