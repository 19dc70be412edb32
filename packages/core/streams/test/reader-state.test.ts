import { StreamReader, StreamReaderProtocol } from "@asyncio-ts/streams";
import { CancelledError, createTask, setEventLoop, sleep, wait } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";
import type { Coroutine } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { bytes, rest, text } from "./text.ts";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** Records the calls of a reader. */
class Recorded {
  readonly calls: string[] = [];

  pauseReading(): void {
    this.calls.push("pause");
  }

  resumeReading(): void {
    this.calls.push("resume");
  }
}

// CPython: test_streams.StreamTests.test_read_exception
// CPython: test_streams.StreamTests.test_readline_exception
// CPython: test_streams.StreamTests.test_readexactly_exception
// CPython: test_streams.StreamTests.test_exception
test("each read throws the error of the connection, also while bytes are buffered", function* () {
  const reader = new StreamReader();
  expect(reader.exception()).toBeNull();
  reader.feedData(bytes("line\n"));
  expect(text(yield* reader.read(2))).toBe("li");
  const error = new Error("reset");
  reader.setException(error);
  expect(reader.exception()).toBe(error);
  const reads = [() => reader.read(2), () => reader.read(), () => reader.readline(), () => reader.readexactly(2), () => reader.next()];
  for (const read of reads) expect(yield* thrown(read())).toBe(error);
  expect(() => reader.poll()).toThrow(error);
});

// CPython: test_streams.StreamTests.test_exception_waiter
test("setException() wakes the read that waits", function* () {
  const reader = new StreamReader();
  const error = new Error("reset");
  const reading = createTask(reader.readline());
  const failing = createTask(function* () {
    reader.setException(error);
  });
  yield* wait([reading, failing]);
  expect(reading.exception()).toBe(error);
});

// CPython: test_streams.StreamTests.test_exception_cancel
test("setException() after a cancelled read does nothing to it", function* () {
  const reader = new StreamReader();
  const task = createTask(reader.readline());
  yield* sleep(0);
  task.cancel();
  yield* sleep(0);
  reader.setException(new Error("late"));
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
});

test("an error that comes together with too few bytes is thrown, so that no read waits for ever", function* () {
  const reader = new StreamReader();
  const task = createTask(reader.readexactly(3));
  yield* sleep(0);
  reader.feedData(bytes("a"));
  const error = new Error("reset");
  reader.setException(error);
  expect(yield* thrown(task)).toBe(error);
});

test.each(["read", "readline", "readuntil", "next"] as const)("%s() is refused while another coroutine waits", function* (method) {
  const reader = new StreamReader();
  const task = createTask(reader.readexactly(2));
  yield* sleep(0);
  const name = method === "read" ? "read" : "readuntil";
  const message = `${name}() called while another coroutine is already waiting for incoming data: <StreamReader waiting>`;
  expect(yield* thrown(reader[method]())).toEqual(new Error(message));
  reader.feedData(bytes("ok"));
  expect(text(yield* task)).toBe("ok");
});

test("a refused read() loses none of the bytes that it had", function* () {
  const reader = new StreamReader();
  const all = createTask(reader.read());
  yield* sleep(0);
  reader.feedData(bytes("ab"));
  yield* sleep(0);
  reader.feedData(bytes("cd"));
  const other = createTask(reader.readexactly(9));
  all.cancel();
  expect(yield* thrown(all)).toBeInstanceOf(CancelledError);
  reader.feedData(bytes("efghi"));
  expect(text(yield* other)).toBe("abcdefghi");
});

test.each([
  ["read", (reader: StreamReader) => reader.read()],
  ["readline", (reader: StreamReader) => reader.readline()],
  ["readexactly", (reader: StreamReader) => reader.readexactly(99)],
  ["readuntil", (reader: StreamReader) => reader.readuntil("END")],
  ["next", (reader: StreamReader) => reader.next()],
])("a cancelled %s() loses no byte", function* (_, read) {
  const reader = new StreamReader({ limit: 9 });
  const task = createTask<unknown>(read(reader) as Coroutine<unknown>);
  for (const chunk of ["a", "bc", "d"]) {
    yield* sleep(0);
    reader.feedData(bytes(chunk));
  }
  yield* sleep(0);
  reader.feedData(bytes("ef"));
  task.cancel();
  yield* wait([task]);
  expect(task.cancelled()).toBe(true);
  expect(yield* rest(reader)).toBe("abcdef");
});

test("above twice the limit the transport is paused, and at the limit resumed", function* () {
  const reader = new StreamReader({ limit: 2 });
  const transport = new Recorded();
  reader.setTransport(transport);
  reader.feedData(bytes("abcd"));
  expect(transport.calls).toEqual([]);
  reader.feedData(bytes("e"));
  reader.feedData(bytes("f"));
  expect(transport.calls).toEqual(["pause"]);
  yield* reader.read(3);
  expect(transport.calls).toEqual(["pause"]);
  yield* reader.read(1);
  expect(transport.calls).toEqual(["pause", "resume"]);
  expect(() => reader.setTransport(transport)).toThrow("setTransport: the transport was set before");
});

test("a read that needs more than the buffered bytes resumes the transport", function* () {
  const reader = new StreamReader({ limit: 2 });
  const transport = new Recorded();
  reader.setTransport(transport);
  reader.feedData(bytes("abcde"));
  const task = createTask(reader.readexactly(6));
  yield* sleep(0);
  expect(transport.calls).toEqual(["pause", "resume"]);
  reader.feedData(bytes("f"));
  expect(text(yield* task)).toBe("abcdef");
  // The reader was paused again by the sixth byte.
  expect(transport.calls).toEqual(["pause", "resume", "pause", "resume"]);
});

test("feedData() after feedEof() throws", function* () {
  const reader = new StreamReader();
  reader.feedEof();
  expect(() => reader.feedData(bytes("x"))).toThrow("feedData() was called after feedEof(): <StreamReader eof>");
  expect(text(yield* reader.read())).toBe("");
});

// CPython: test_streams.StreamTests.test_invalid_limit
plain.each([0, -1, Number.NaN])("a limit of %d throws", (limit) => {
  expect(() => new StreamReader({ limit, loop: new VirtualLoop() })).toThrow(RangeError);
});

// CPython: test_streams.StreamTests.test___repr__waiter
// CPython: test_streams.StreamTests.test___repr__transport
test("the text of a reader tells that a coroutine waits, and names the transport", function* () {
  const reader = new StreamReader();
  const task = createTask(reader.read(1));
  yield* sleep(0);
  expect(String(reader)).toBe("<StreamReader waiting>");
  reader.feedEof();
  yield* task;
  reader.setTransport({ pauseReading() {}, resumeReading() {}, toString: () => "<Transport>" } as never);
  expect(String(reader)).toBe("<StreamReader eof transport=<Transport>>");
});

// CPython: test_streams.StreamTests.test_streamreader_constructor_use_running_loop
// CPython: test_streams.StreamTests.test_streamreaderprotocol_constructor_use_running_loop
test("without an option, readers and protocols belong to the running loop", function* () {
  const reader = new StreamReader();
  const protocol = new StreamReaderProtocol(reader);
  protocol.dataReceived(bytes("abc"));
  protocol.connectionLost(null);
  expect(text(yield* reader.read())).toBe("abc");
});

// CPython: test_streams.StreamTests.test_streamreader_constructor_use_global_loop
// CPython: test_streams.StreamTests.test_streamreaderprotocol_constructor_use_global_loop
plain("outside a step, readers and protocols belong to the loop that was set", () => {
  const loop = new VirtualLoop();
  setEventLoop(loop);
  try {
    const reader = new StreamReader();
    const protocol = new StreamReaderProtocol(reader);
    loop.callSoon(() => protocol.dataReceived(bytes("abc")));
    expect(text(loop.runUntilComplete(reader.readexactly(3)))).toBe("abc");
  } finally {
    setEventLoop(null);
    loop.close();
  }
});

// CPython: test_streams.StreamTests.test___repr__
// CPython: test_streams.StreamTests.test___repr__nondefault_limit
// CPython: test_streams.StreamTests.test___repr__eof
// CPython: test_streams.StreamTests.test___repr__data
// CPython: test_streams.StreamTests.test___repr__exception
test("the text of a reader has its state", function* () {
  expect(String(new StreamReader())).toBe("<StreamReader>");
  const reader = new StreamReader({ limit: 123 });
  reader.feedData(bytes("data"));
  reader.feedEof();
  reader.setException(new Error("reset"));
  expect(String(reader)).toBe('<StreamReader 4 bytes eof limit=123 exception=Error("reset")>');
});
