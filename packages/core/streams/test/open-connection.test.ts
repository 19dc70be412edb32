import { createConnection, openConnection, openUnixConnection, startServer, startUnixServer } from "@asyncio-ts/streams";
import type { Server, StreamReader, StreamWriter } from "@asyncio-ts/streams";
import { type Coroutine, Future, sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { expect } from "vitest";
import { useMemoryNetwork } from "./memory-network.ts";
import { text } from "./text.ts";

const tls = { key: "key" };

/** Answers a request as a server of HTTP does. */
function* answer(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  yield* reader.readuntil("\r\n\r\n");
  writer.write("HTTP/1.0 200 OK\r\nContent-Length: 12\r\n\r\nTest message");
  writer.close();
}

const kinds: [kind: string, serve: () => Coroutine<Server>, open: () => Coroutine<[StreamReader, StreamWriter]>][] = [
  ["TCP", () => startServer(answer, "localhost", 80), () => openConnection("localhost", 80)],
  ["a Unix socket", () => startUnixServer(answer, "/run/http.sock"), () => openUnixConnection("/run/http.sock")],
  ["TLS", () => startServer(answer, "localhost", 80, { tls }), () => openConnection("localhost", 80, { tls: true })],
  [
    "TLS over a Unix socket",
    () => startUnixServer(answer, "/run/http.sock", { tls }),
    () => openUnixConnection("/run/http.sock", { tls: true, serverHostname: "" }),
  ],
];

// CPython: test_streams.StreamTests.test_open_connection
// CPython: test_streams.StreamTests.test_open_unix_connection
// CPython: test_streams.StreamTests.test_open_connection_no_loop_ssl
// CPython: test_streams.StreamTests.test_open_unix_connection_no_loop_ssl
// CPython: test_streams.StreamTests.test_async_writer_api
test.each(kinds)("a reader and a writer over %s read a response up to its end", function* (_, serve, open) {
  useMemoryNetwork();
  const server = yield* serve();
  const [reader, writer] = yield* open();
  writer.write("GET / HTTP/1.0\r\n\r\n");
  expect(text(yield* reader.readline())).toBe("HTTP/1.0 200 OK\r\n");
  expect(text(yield* reader.read())).toMatch(/\r\n\r\nTest message$/);
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
});

// CPython: test_streams.StreamTests.test_open_connection_error
// CPython: test_streams.StreamTests.test_open_unix_connection_error
test.each(kinds.slice(0, 2))("the error of a connection over %s is thrown by its reads", function* (_, serve, open) {
  useMemoryNetwork();
  const server = yield* serve();
  const [reader, writer] = yield* open();
  const error = new Error("lost");
  writer.transport.getProtocol().connectionLost!(error);
  expect(yield* thrown(reader.read())).toBe(error);
  writer.close();
  server.close();
  server.abortClients();
});

test("the limit of openConnection() and startServer() is that of their readers", function* () {
  useMemoryNetwork();
  const limits: string[] = [];
  const server = yield* startServer((reader) => void limits.push(String(reader).slice(0, 23)), "localhost", 80, { limit: 10 });
  const [reader, writer] = yield* openConnection("localhost", 80, { limit: 20 });
  limits.push(String(reader).slice(0, 23));
  yield* sleep(1);
  expect(limits).toEqual(["<StreamReader limit=20 ", "<StreamReader limit=10 "]);
  for (const each of [writer, server]) each.close();
  server.abortClients();
});

// CPython: test_buffered_proto.BaseTestBufferedProtocol.test_buffered_proto_create_connection
test("a BufferedProtocol gets all bytes of a stream", function* () {
  useMemoryNetwork();
  const noise = "12345678+".repeat(1024);
  const server = yield* startServer(
    function* (reader, writer) {
      writer.write(noise);
      yield* reader.readexactly(1);
      writer.close();
      yield* writer.waitClosed();
    },
    "localhost",
    80,
  );
  const lost = new Future<Error | null>();
  let received = "";
  let memory = new Uint8Array(0);
  const [transport] = yield* createConnection(
    () => ({
      getBuffer: () => (memory = new Uint8Array(100)),
      bufferUpdated(count: number) {
        received += text(memory.subarray(0, count));
        if (received === noise) transport.write("1");
      },
      connectionLost: (error: Error | null) => lost.setResult(error),
    }),
    "localhost",
    80,
  );
  expect([yield* lost, received]).toEqual([null, noise]);
  server.close();
  yield* server.waitClosed();
});
