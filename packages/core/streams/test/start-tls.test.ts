import { openConnection, startServer, type StreamReader, type StreamWriter, startTls } from "@asyncio-ts/streams";
import { type Coroutine, createTask, getRunningLoop, sleep, wait } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { expect } from "vitest";
import { opened, Recorder, reported } from "./fake-channel.ts";
import { useMemoryNetwork } from "./memory-network.ts";
import { text } from "./text.ts";

const tls = { key: "key" };

function* echoLines(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  for (;;) {
    const line = yield* reader.readline();
    if (line.length === 0) break;
    writer.write(line);
  }
  writer.close();
}

// CPython: test_streams.StreamTests.test_start_tls
// CPython: test_streams.StreamTests.test_streamwriter_start_tls_updates_reader_transport
test("startTls() on both sides keeps readers and writers, and replaces their transport", function* () {
  useMemoryNetwork();
  const server = yield* startServer(
    function* (reader, writer) {
      writer.write(yield* reader.readline());
      yield* writer.startTls({ tls });
      expect(writer.getExtraInfo("sslcontext")).toBe(tls);
      yield* echoLines(reader, writer);
    },
    "localhost",
    7000,
  );
  const [reader, writer] = yield* openConnection("localhost", 7000);
  writer.write("hello 1\n");
  expect([text(yield* reader.readline()), writer.getExtraInfo("sslcontext")]).toEqual(["hello 1\n", null]);
  const plain = writer.transport;
  yield* writer.startTls({ tls: true, serverHostname: "localhost" });
  expect(writer.transport).not.toBe(plain);
  expect([writer.canWriteEof(), plain.isClosing()]).toEqual([false, true]);
  writer.write("hello 2\n");
  expect(text(yield* reader.readline())).toBe("hello 2\n");
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
});

// CPython: test_streams.StreamTests.test_start_tls_buffered_data
test("bytes of the client's handshake that came before startTls() belong to it", function* () {
  useMemoryNetwork();
  const server = yield* startServer(
    function* (reader, writer) {
      // The handshake of the client is in the reader.
      yield* sleep(10);
      expect(String(reader)).toContain("bytes");
      yield* writer.startTls({ tls });
      yield* echoLines(reader, writer);
    },
    "localhost",
    7000,
  );
  const [reader, writer] = yield* openConnection("localhost", 7000);
  yield* writer.startTls({ tls: true });
  writer.write("ping\n");
  expect(text(yield* reader.readline())).toBe("ping\n");
  writer.close();
  server.close();
  yield* server.waitClosed();
});

test("over TLS, the options of openConnection() and startServer() do the handshake before connectionMade()", function* () {
  useMemoryNetwork();
  const server = yield* startServer(echoLines, "localhost", 7000, { tls });
  const [reader, writer] = yield* openConnection("localhost", 7000, { tls: true });
  writer.write("ping\n");
  expect(text(yield* reader.readline())).toBe("ping\n");
  expect(() => writer.writeEof()).toThrow("writeEof: the sending side cannot end alone");
  writer.close();
  server.close();
  yield* server.waitClosed();
});

test("on TLS the peer's end closes this side too", function* () {
  useMemoryNetwork();
  const server = yield* startServer((_, writer) => writer.close(), "localhost", 7000, { tls });
  const [reader, writer] = yield* openConnection("localhost", 7000, { tls: true });
  expect(text(yield* reader.read())).toBe("");
  yield* writer.waitClosed();
  writer.write("dropped");
  expect(yield* thrown(writer.drain())).toMatchObject({ code: "ECONNRESET" });
  server.close();
});

test("a handshake that fails throws, and closes the connection", function* () {
  useMemoryNetwork();
  const server = yield* startServer((_, writer) => writer.write("plain text"), "localhost", 7000);
  expect(yield* thrown(openConnection("localhost", 7000, { tls: true }))).toMatchObject({ code: "EPROTO" });
  const [reader, writer] = yield* openConnection("localhost", 7000);
  yield* reader.readexactly(10);
  const [other] = [createTask(writer.startTls({ tls: true }))];
  server.abortClients();
  const error = yield* thrown(other);
  expect(error).toMatchObject({ code: "ECONNRESET" });
  expect(yield* thrown(writer.waitClosed())).toBe(error);
  server.close();
  server.abortClients();
  yield* server.waitClosed();
});

test("a handshake of a server's connection that fails is reported in debug mode only", function* () {
  useMemoryNetwork();
  const reports = reported();
  const server = yield* startServer(echoLines, "localhost", 7000, { tls });
  for (const debug of [false, true]) {
    getRunningLoop().setDebug(debug);
    const [reader, writer] = yield* openConnection("localhost", 7000);
    writer.write("plain text");
    yield* reader.read();
    writer.close();
    yield* sleep(10);
  }
  getRunningLoop().setDebug(false);
  expect(reports.map(([message]) => message)).toEqual(["Error on transport creation for incoming connection"]);
  server.close();
  yield* server.waitClosed();
});

test("a cancelled handshake closes the connection at once", function* () {
  useMemoryNetwork();
  const protocol = new Recorder();
  protocol.keepsOpen = false;
  const server = yield* startServer(() => {}, "localhost", 7000);
  const connecting = createTask(openConnection("localhost", 7000, { tls: true }));
  const [, writer] = yield* openConnection("localhost", 7000);
  const upgrading = createTask(writer.startTls({ tls: true }));
  yield* sleep(10);
  for (const task of [connecting, upgrading]) task.cancel();
  yield* wait([connecting, upgrading]);
  expect([connecting.cancelled(), upgrading.cancelled(), writer.isClosing()]).toEqual([true, true, true]);
  yield* writer.waitClosed();
  server.close();
  server.abortClients();
  yield* server.waitClosed();
});

test.each(["closeClients", "abortClients"] as const)("%s() ends unfinished handshakes, for which waitClosed() waits", function* (method) {
  useMemoryNetwork();
  const server = yield* startServer(echoLines, "localhost", 7000, { tls });
  const [reader] = yield* openConnection("localhost", 7000);
  yield* sleep(10);
  server.close();
  const waiting = createTask(server.waitClosed());
  yield* sleep(10);
  expect(waiting.done()).toBe(false);
  server[method]();
  yield* waiting;
  yield* reader.read();
});

test("a handshake that takes longer than a minute ends with ECONNABORTED", function* () {
  useMemoryNetwork();
  const server = yield* startServer(() => {}, "localhost", 7000);
  const error = yield* thrown(openConnection("localhost", 7000, { tls: true }));
  expect([error.code, getRunningLoop().time()]).toEqual(["ECONNABORTED", 60_000]);
  expect(error.message).toBe("TLS handshake is taking longer than 60 seconds: aborting the connection");
  server.close();
  server.abortClients();
});

test("startTls() of a transport keeps the protocol, and does not call connectionMade() again", function* () {
  const network = useMemoryNetwork();
  const { transport, protocol, channel } = yield* opened(new Recorder());
  network.secure = function* (_loop, below) {
    return below;
  };
  const upgraded = yield* startTls(transport, protocol, { tls: true, serverHostname: "host" });
  yield* sleep(0);
  expect([upgraded.getProtocol(), protocol.calls, channel.calls]).toEqual([protocol, ["made"], ["start", "pause", "start"]]);
  // The old transport stands for the new one.
  transport.abort();
  expect(upgraded.isClosing()).toBe(true);
  expect(yield* thrown(startTls(upgraded, protocol, { tls: true }))).toBeInstanceOf(Error);
});
