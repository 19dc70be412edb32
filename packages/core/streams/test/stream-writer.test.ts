import { StreamReader, StreamReaderProtocol, StreamWriter } from "@asyncio-ts/streams";
import { createTask, gather, getRunningLoop, sleep, wait } from "@asyncio-ts/tasks";
import { memoryStreamPair } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { expect } from "vitest";
import { type Fake, FakeChannel, opened } from "./fake-channel.ts";
import { bytes, text } from "./text.ts";
import type { Coroutine } from "@asyncio-ts/tasks";

/** A reader and a writer on a fake channel. */
function* streams(channel = new FakeChannel()): Coroutine<Fake<StreamReaderProtocol> & { reader: StreamReader; writer: StreamWriter }> {
  const reader = new StreamReader();
  const fake = yield* opened(new StreamReaderProtocol(reader), channel);
  return { ...fake, reader, writer: new StreamWriter(fake.transport, fake.protocol, reader) };
}

test("what one side writes the other one reads, in both directions", function* () {
  const [[readerA, writerA], [readerB, writerB]] = memoryStreamPair();
  writerA.write("ping\n");
  writerA.writeLines([bytes("a"), "b\n"]);
  yield* writerA.drain();
  expect([text(yield* readerB.readline()), text(yield* readerB.readline())]).toEqual(["ping\n", "ab\n"]);
  writerB.write("pong\n");
  writerB.writeEof();
  expect(text(yield* readerA.read())).toBe("pong\n");
  writerA.write("still open\n");
  expect(text(yield* readerB.readline())).toBe("still open\n");
  for (const writer of [writerA, writerB]) writer.close();
  yield* gather(writerA.waitClosed(), writerB.waitClosed());
});

test("drain() waits while more than the high mark is buffered, and costs no pass otherwise", function* () {
  const { channel, transport, writer } = yield* streams();
  transport.setWriteBufferLimits({ high: 2, low: 1 });
  const order: string[] = [];
  getRunningLoop().callSoon(() => order.push("next pass"));
  writer.write("ab");
  yield* writer.drain();
  order.push("drained");
  writer.write("c");
  const task = createTask(writer.drain());
  for (let pass = 0; pass < 3; pass++) yield* sleep(0);
  expect([task.done(), order]).toEqual([false, ["drained", "next pass"]]);
  channel.drain(1);
  yield* task;
});

// CPython: test_streams.StreamTests.test_multiple_drain
test("several coroutines may drain at once", function* () {
  const { channel, writer } = yield* streams();
  writer.transport.setWriteBufferLimits({ high: 0 });
  writer.write("a");
  getRunningLoop().callLater(100, () => channel.drain());
  let drained = 0;
  yield* gather(
    ...Array.from({ length: 10 }, function* () {
      yield* writer.drain();
      drained++;
    }),
  );
  expect([drained, getRunningLoop().time()]).toEqual([10, 100]);
});

test("a cancelled drain() leaves the others waiting", function* () {
  const { channel, writer } = yield* streams();
  writer.transport.setWriteBufferLimits({ high: 0 });
  writer.write("a");
  const [first, second] = [createTask(writer.drain()), createTask(writer.drain())];
  yield* sleep(0);
  first.cancel();
  yield* wait([first]);
  expect([first.cancelled(), second.done()]).toEqual([true, false]);
  channel.drain();
  yield* second;
});

// CPython: test_streams.StreamTests.test_drain_raises
test("a writer that drains in a loop throws after the peer has closed, and does not spin for ever", function* () {
  const [[, writer], [, peer]] = memoryStreamPair();
  yield* sleep(0);
  peer.close();
  const error = yield* thrown(
    (function* () {
      for (;;) {
        writer.write("foo\n");
        yield* writer.drain();
      }
    })(),
  );
  expect(error).toMatchObject({ code: "ECONNRESET" });
  expect(yield* thrown(writer.waitClosed())).toBe(error);
});

test("after a reset reads, drain() and waitClosed() throw its error, and writes are dropped", function* () {
  const { channel, reader, writer } = yield* streams();
  writer.transport.setWriteBufferLimits({ high: 0 });
  writer.write("a");
  const waits = [createTask(reader.read()), createTask(writer.drain()), createTask(writer.waitClosed())];
  yield* sleep(0);
  const error = Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" });
  channel.events.closed(error);
  yield* wait(waits);
  expect(waits.map((task) => task.exception())).toEqual([error, error, error]);
  writer.write("b");
  for (const again of [reader.readline(), writer.drain(), writer.waitClosed()]) expect(yield* thrown(again)).toBe(error);
});

// CPython: test_streams.StreamTests.test_async_writer_api_exception_after_close
test("after close() a write throws, and drain() throws ECONNRESET once the connection is lost", function* () {
  const { writer } = yield* streams();
  writer.close();
  expect(() => writer.write("data")).toThrow("write() was called after close(): <Transport closed");
  expect(yield* thrown(writer.drain())).toMatchObject({ message: "Connection lost", code: "ECONNRESET" });
});

test("after the peer's orderly close drain() throws, also while the reader has held back its bytes", function* () {
  const { channel, reader, writer } = yield* streams();
  writer.transport.pauseReading();
  channel.events.data(bytes("held"));
  channel.events.closed(null);
  writer.write("dropped");
  expect(yield* thrown(writer.drain())).toMatchObject({ code: "ECONNRESET" });
  writer.transport.resumeReading();
  expect(text(yield* reader.read())).toBe("held");
  yield* writer.waitClosed();
});

// CPython: test_streams.StreamTests.test_eof_feed_when_closing_writer
// CPython: test_streams.StreamTests.test_wait_closed_on_close
test("close() ends the reader of the same connection", function* () {
  const { reader, writer } = yield* streams();
  expect(writer.isClosing()).toBe(false);
  writer.close();
  expect(writer.isClosing()).toBe(true);
  yield* writer.waitClosed();
  expect([reader.atEof(), text(yield* reader.read())]).toEqual([true, ""]);
});

// CPython: test_streams.StreamTests.test_wait_closed_on_close_with_unread_data
test("waitClosed() returns although bytes were not read, and again", function* () {
  const { channel, reader, writer } = yield* streams();
  channel.events.data(bytes("line\nunread"));
  yield* reader.readline();
  writer.close();
  yield* writer.waitClosed();
  yield* writer.waitClosed();
  expect(String(reader)).toContain("<StreamReader 6 bytes eof");
});

test("a cancelled waitClosed() does not cancel those of others", function* () {
  const { writer } = yield* streams();
  const [first, second] = [createTask(writer.waitClosed()), createTask(writer.waitClosed())];
  yield* sleep(0);
  first.cancel();
  yield* wait([first]);
  writer.close();
  yield* second;
  yield* writer.waitClosed();
});

test("using closes the connection at the end of the block", function* () {
  const { writer } = yield* streams();
  {
    using closed = writer;
    expect(closed.isClosing()).toBe(false);
  }
  expect(writer.isClosing()).toBe(true);
});

test("a writer passes the rest on to its transport", function* () {
  const { writer, transport } = yield* streams();
  expect(writer.transport).toBe(transport);
  expect([writer.canWriteEof(), writer.getExtraInfo("peername"), writer.getExtraInfo("no", 1)]).toEqual([true, ["127.0.0.1", 7000], 1]);
  expect(String(writer)).toBe(`<StreamWriter transport=${transport} reader=<StreamReader transport=${transport}>>`);
});

test("a slow reader keeps at most twice its limit, and the writer waits", function* () {
  const [[reader], [, writer]] = memoryStreamPair({ limit: 1000 });
  let written = 0;
  const writing = createTask(function* () {
    const chunk = new Uint8Array(500);
    for (; written < 1_000_000; written += 500) {
      writer.write(chunk);
      yield* writer.drain();
    }
    writer.close();
  });
  yield* sleep(1000);
  expect(String(reader)).toBe("<StreamReader 2500 bytes limit=1000 transport=<Transport open buffered=0> paused>");
  expect(written).toBeLessThan(80_000);
  expect((yield* reader.read()).length).toBe(1_000_000);
  yield* writing;
});
