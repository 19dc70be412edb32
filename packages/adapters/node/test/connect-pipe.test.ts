import { createReadStream, createWriteStream, readFileSync, writeFileSync } from "node:fs";
import { PassThrough, Readable, Writable } from "node:stream";
import { createGzip, gunzipSync } from "node:zlib";
import { expect } from "vitest";
import { connectReadPipe, connectWritePipe, type Protocol, StreamReader, StreamReaderProtocol, StreamWriter } from "@asyncio-ts/node";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { sleep } from "asyncio-ts";
import { freePath } from "./connections.ts";
import { test } from "./host-test.ts";
import { text } from "./programs.ts";

/** A protocol that notes its calls. */
class Log implements Protocol {
  readonly calls: string[] = [];
  connectionMade(): void {
    this.calls.push("connectionMade");
  }
  dataReceived(data: Uint8Array): void {
    this.calls.push(`dataReceived ${text(data)}`);
  }
  eofReceived(): void {
    this.calls.push("eofReceived");
  }
  connectionLost(error: Error | null): void {
    this.calls.push(`connectionLost ${error === null ? "null" : error.message}`);
  }
}

// CPython: test_unix_events.UnixReadPipeTransportTests.test__read_ready_eof
// CPython: test_unix_events.UnixReadPipeTransportTests.test__call_connection_lost
// CPython: test_unix_events.UnixReadPipeTransportTests.test__read_ready
// CPython: test_unix_events.UnixReadPipeTransportTests.test_ctor
test("a read pipe passes its data to the protocol, then its end", function* () {
  const pipe = new PassThrough();
  const [transport, log] = yield* connectReadPipe(() => new Log(), pipe);
  expect(transport.getExtraInfo("pipe")).toBe(pipe);
  pipe.end("data");
  while (!log.calls.some((call) => call.startsWith("connectionLost"))) yield* sleep(0);
  expect(log.calls).toEqual(["connectionMade", "dataReceived data", "eofReceived", "connectionLost null"]);
  expect(pipe.destroyed).toBe(true);
});

// CPython: test_unix_events.UnixReadPipeTransportTests.test_close
// CPython: test_unix_events.UnixReadPipeTransportTests.test_pause_reading_on_closed_pipe
test("closing a read pipe closes the stream", function* () {
  const pipe = new PassThrough();
  const [transport, log] = yield* connectReadPipe(() => new Log(), pipe);
  transport.close();
  transport.pauseReading();
  while (!pipe.destroyed || log.calls.length < 2) yield* sleep(0);
  expect(log.calls).toEqual(["connectionMade", "connectionLost null"]);
});

// CPython: test_unix_events.UnixReadPipeTransportTests.test__read_ready_error
// CPython: test_unix_events.UnixReadPipeTransportTests.test__call_connection_lost_with_err
test("an error of the stream is the error of the connection", function* () {
  const pipe = new Readable({ read() {} });
  const reader = new StreamReader();
  yield* connectReadPipe(() => new StreamReaderProtocol(reader), pipe);
  pipe.destroy(new Error("broken"));
  expect((yield* thrown(reader.read())).message).toBe("broken");
});

// CPython: test_unix_events.UnixWritePipeTransportTests.test_ctor
// CPython: test_unix_events.UnixWritePipeTransportTests.test_write
// CPython: test_unix_events.UnixWritePipeTransportTests.test_close
// CPython: test_unix_events.UnixWritePipeTransportTests.test__call_connection_lost
test("a write pipe writes to the stream, and ends it at close()", function* () {
  const pipe = new PassThrough();
  const [transport, log] = yield* connectWritePipe(() => new Log(), pipe);
  transport.write("data");
  transport.close();
  while (log.calls.length < 2) yield* sleep(0);
  expect(String(pipe.read())).toBe("data");
  expect(log.calls).toEqual(["connectionMade", "connectionLost null"]);
});

// CPython: test_unix_events.UnixWritePipeTransportTests.test_write_eof
// CPython: test_unix_events.UnixWritePipeTransportTests.test_write_eof_pending
// CPython: test_unix_events.UnixWritePipeTransportTests.test_can_write_eof
test("writeEof() ends a write pipe once its bytes are written", function* () {
  const written: string[] = [];
  const pipe = new Writable({
    write: (bytes, _, done) => {
      written.push(String(bytes));
      setImmediate(done);
    },
    final: (done) => {
      written.push("end");
      done();
    },
  });
  const [transport, log] = yield* connectWritePipe(() => new Log(), pipe);
  expect(transport.canWriteEof()).toBe(true);
  transport.write("data");
  transport.writeEof();
  while (log.calls.length < 2) yield* sleep(0);
  expect([written, log.calls]).toEqual([
    ["data", "end"],
    ["connectionMade", "connectionLost null"],
  ]);
});

// CPython: test_unix_events.UnixWritePipeTransportTests.test_abort
test("abort() drops what a write pipe has not written", function* () {
  const pipe = new Writable({ write() {} });
  const [transport, log] = yield* connectWritePipe(() => new Log(), pipe);
  transport.write("data");
  transport.abort();
  while (log.calls.length < 2) yield* sleep(0);
  expect([pipe.destroyed, log.calls]).toEqual([true, ["connectionMade", "connectionLost null"]]);
});

// CPython: test_unix_events.UnixWritePipeTransportTests.test_write_buffer
// CPython: test_unix_events.UnixWritePipeTransportTests.test_write_err
// CPython: test_unix_events.UnixWritePipeTransportTests.test__write_ready
// CPython: test_unix_events.UnixWritePipeTransportTests.test__write_ready_err
// CPython: test_unix_events.UnixWritePipeTransportTests.test__call_connection_lost_with_err
test("drain() waits for a slow stream, and throws its error", function* () {
  let finish: (error?: Error) => void = () => {};
  const pipe = new Writable({ write: (_, __, done) => void (finish = done) });
  const reader = new StreamReader();
  const [transport, protocol] = yield* connectWritePipe(() => new StreamReaderProtocol(reader), pipe);
  const writer = new StreamWriter(transport, protocol, null);
  transport.setWriteBufferLimits({ high: 10 });
  writer.write("x".repeat(100));
  setImmediate(() => finish());
  yield* writer.drain();
  expect(transport.getWriteBufferSize()).toBe(0);
  writer.write("x".repeat(100));
  setImmediate(() => finish(new Error("no space left")));
  expect((yield* thrown(writer.drain())).message).toBe("no space left");
});

test("files are read and written, and a stream that transforms is finished", function* () {
  const [from, to] = [freePath(), freePath()];
  writeFileSync(from, "a line\n".repeat(500));
  const reader = new StreamReader();
  yield* connectReadPipe(() => new StreamReaderProtocol(reader), createReadStream(from));
  const gzip = createGzip();
  const file = createWriteStream(to);
  gzip.pipe(file);
  const [transport, protocol] = yield* connectWritePipe(() => new StreamReaderProtocol(new StreamReader()), gzip);
  const writer = new StreamWriter(transport, protocol, null);
  for (let line = yield* reader.readline(); line.length > 0; line = yield* reader.readline()) {
    writer.write(line);
    yield* writer.drain();
  }
  writer.close();
  while (!file.closed) yield* sleep(0);
  expect(String(gunzipSync(readFileSync(to)))).toBe("a line\n".repeat(500));
});

// CPython: test_unix_events.UnixReadPipeTransportTests.test_pause_reading
test("a paused read pipe stays paused when Node resumes its stream, as it does when a process exits", function* () {
  let reads = 0;
  const pipe = new Readable({
    read() {
      reads++;
      this.push(new Uint8Array(65_536));
    },
  });
  const reader = new StreamReader({ limit: 1000 });
  const [transport] = yield* connectReadPipe(() => new StreamReaderProtocol(reader), pipe);
  while (transport.isReading()) yield* sleep(0);
  const before = reads;
  pipe.resume();
  for (let i = 0; i < 100; i++) yield* sleep(0);
  expect(reads).toBeLessThan(before + 5);
  transport.abort();
});

test("connectReadPipe() and connectWritePipe() refuse what is no stream", function* () {
  const factory = () => new Log();
  expect((yield* thrown(connectReadPipe(factory, {} as never))).message).toBe(
    "connectReadPipe: a readable stream was expected, got an object of class Object",
  );
  expect((yield* thrown(connectWritePipe(factory, null as never))).message).toBe(
    "connectWritePipe: a writable stream was expected, got null",
  );
  const pipe = new PassThrough();
  expect(yield* thrown(connectReadPipe(null as never, pipe))).toBeInstanceOf(TypeError);
  expect(pipe.destroyed).toBe(true);
});
