import { ContextVar } from "@asyncio-ts/loop";
import { openConnection, type Server, startServer, type StreamReader, type StreamWriter } from "@asyncio-ts/streams";
import { allTasks, CancelledError, createTask, currentTask, Future, getRunningLoop, sleep, wait } from "@asyncio-ts/tasks";
import type { Coroutine } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { expect } from "vitest";
import { useMemoryNetwork } from "./memory-network.ts";
import { reported } from "./fake-channel.ts";
import { text } from "./text.ts";

/** Reads to the end, then closes. */
function* readAll(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  try {
    yield* reader.read();
  } finally {
    writer.close();
    yield* writer.waitClosed();
  }
}

/** Starts a server on a network in memory. */
function* started(handler: (reader: StreamReader, writer: StreamWriter) => Coroutine<unknown> | void): Coroutine<Server> {
  useMemoryNetwork();
  return yield* startServer(handler, "127.0.0.1", 7000);
}

const connect = () => openConnection("127.0.0.1", 7000);

// CPython: test_streams.StreamTests.test_start_server
test.each(["coroutine function", "plain function"])("a handler that is a %s gets a reader and a writer", function* (kind) {
  function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    writer.write(yield* reader.readline());
    yield* writer.drain();
    writer.close();
    yield* writer.waitClosed();
  }
  const plainly = (reader: StreamReader, writer: StreamWriter): void => void createTask(echo(reader, writer));
  const server = yield* started(kind === "plain function" ? plainly : echo);
  const [reader, writer] = yield* connect();
  writer.write("hello world!\n");
  expect(text(yield* reader.readline())).toBe("hello world!\n");
  writer.close();
  yield* writer.waitClosed();
  server.close();
  yield* server.waitClosed();
});

test("addresses(), isServing() and the text of a server follow its state", function* () {
  const server = yield* started(readAll);
  expect([server.addresses(), server.isServing(), server.getLoop()]).toEqual([[["127.0.0.1", 7000]], true, getRunningLoop()]);
  expect(String(server)).toBe("<Server serving 127.0.0.1:7000 connections=0>");
  server.close();
  server.close();
  expect([server.addresses(), server.isServing(), String(server)]).toEqual([[], false, "<Server closed connections=0>"]);
  yield* server.waitClosed();
  expect(yield* thrown(connect())).toMatchObject({ code: "ECONNREFUSED" });
});

test("handlers inherit the context in which the server was started, each a copy", function* () {
  const name = new ContextVar<string>("name", { default: "none" });
  const seen: string[] = [];
  name.set("starter");
  const server = yield* started((_, writer) => {
    seen.push(name.get()!);
    name.set("handler");
    writer.close();
  });
  name.set("client");
  for (let i = 0; i < 2; i++) (yield* connect())[1].close();
  server.close();
  yield* server.waitClosed();
  expect(seen).toEqual(["starter", "starter"]);
});

// CPython: test_server.TestServer2.test_wait_closed_basic
test("waitClosed() returns once the server is closed and the last connection has ended", function* () {
  const server = yield* started(readAll);
  const waits = [createTask(server.waitClosed())];
  yield* sleep(0);
  const [, writer] = yield* connect();
  waits.push(createTask(server.waitClosed()));
  server.close();
  yield* sleep(0);
  waits.push(createTask(server.waitClosed()));
  yield* sleep(0);
  expect(waits.map((task) => task.done())).toEqual([false, false, false]);
  writer.close();
  yield* wait(waits);
  yield* server.waitClosed();
});

// CPython: test_server.TestServer2.test_wait_closed_race
test("waitClosed() returns if the server and the last connection are closed in the same pass", function* () {
  const server = yield* started(readAll);
  const [, writer] = yield* connect();
  getRunningLoop().callSoon(() => server.close());
  getRunningLoop().callSoon(() => writer.close());
  yield* server.waitClosed();
});

// CPython: test_server.TestServer2.test_close_clients
test("closeClients() closes the connections", function* () {
  const server = yield* started(readAll);
  const [reader] = yield* connect();
  yield* sleep(0);
  const task = createTask(server.waitClosed());
  server.close();
  server.closeClients();
  yield* sleep(0);
  yield* sleep(0);
  expect(task.done()).toBe(true);
  expect(text(yield* reader.read())).toBe("");
});

test("closeClients() sends what is buffered; a write of the handler afterwards is dropped", function* () {
  const writers: StreamWriter[] = [];
  const server = yield* started((_, writer) => {
    writers.push(writer);
    writer.write("goodbye");
  });
  const [reader] = yield* connect();
  yield* sleep(0);
  server.close();
  server.closeClients();
  writers[0]!.write("dropped");
  expect(text(yield* reader.read())).toBe("goodbye");
  yield* server.waitClosed();
});

// CPython: test_server.TestServer2.test_abort_clients
test("abortClients() drops what is buffered, so that a reader that is paused cannot hold the server open", function* () {
  const accepted = new Future<StreamWriter>();
  const server = yield* started(function* (_, writer) {
    accepted.setResult(writer);
    yield* writer.waitClosed();
  });
  const [, client] = yield* openConnection("127.0.0.1", 7000, { limit: 4096 });
  const writer = yield* accepted;
  for (let i = 0; i < 10; i++) writer.write(new Uint8Array(4096));
  while (client.transport.isReading()) yield* sleep(0);
  expect(writer.transport.getWriteBufferSize()).not.toBe(0);
  const task = createTask(server.waitClosed());
  server.close();
  server.abortClients();
  yield* sleep(0);
  yield* sleep(0);
  expect(task.done()).toBe(true);
});

// CPython: test_server.TestServer2.test_close_with_hanging_client
// CPython: test_server.BaseStartServer.test_start_server_1
test("serveForever() starts serving; cancelled, it closes the server and the connections, and waits", function* () {
  useMemoryNetwork();
  const server = yield* startServer(() => {}, "127.0.0.1", 7000, { startServing: false });
  expect(server.isServing()).toBe(false);
  const task = createTask(server.serveForever());
  yield* sleep(0);
  expect(server.isServing()).toBe(true);
  expect(yield* thrown(server.serveForever())).toMatchObject({ message: expect.stringContaining("another coroutine serves it already") });
  const [reader] = yield* connect();
  task.cancel();
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
  expect([server.isServing(), text(yield* reader.read())]).toEqual([false, ""]);
  expect(yield* thrown(server.serveForever())).toMatchObject({ message: expect.stringContaining("the server is closed") });
  yield* server.waitClosed();
});

test("close() ends serveForever() by a CancelledError", function* () {
  const server = yield* started(readAll);
  const task = createTask(server.serveForever());
  yield* sleep(0);
  server.close();
  expect(yield* thrown(task)).toBeInstanceOf(CancelledError);
});

test("connections that come before startServing() wait for it, and close() drops them", function* () {
  useMemoryNetwork();
  for (const start of [true, false]) {
    const handled: string[] = [];
    const server = yield* startServer(() => void handled.push("connection"), "127.0.0.1", 7000, { startServing: false });
    const [reader, writer] = yield* connect();
    yield* sleep(10);
    expect(handled).toEqual([]);
    if (start) yield* server.startServing();
    else server.close();
    yield* sleep(10);
    expect(handled).toEqual(start ? ["connection"] : []);
    if (!start) expect(text(yield* reader.read())).toBe("");
    writer.close();
    server.close();
    server.abortClients();
  }
});

test("using closes the server at the end of the block", function* () {
  const server = yield* started(readAll);
  {
    using closed = server;
    expect(closed.isServing()).toBe(true);
  }
  expect(server.isServing()).toBe(false);
});

// CPython: test_streams.StreamTests.test_unhandled_exception
test.each([
  [
    "coroutine function",
    function* (): Coroutine<void> {
      throw new Error("test");
    },
  ],
  [
    "plain function",
    () => {
      throw new Error("test");
    },
  ],
])("the error of a handler that is a %s is reported once, and its connection closed", function* (_, handler) {
  const reports = reported();
  const server = yield* started(handler);
  const [reader] = yield* connect();
  expect(text(yield* reader.read())).toBe("");
  server.close();
  yield* server.waitClosed();
  expect(reports).toEqual([["Unhandled exception in the handler of a connection", new Error("test")]]);
});

// CPython: test_streams.StreamTests.test_unhandled_cancel
test("a cancelled handler closes its connection in silence", function* () {
  const server = yield* started(function* (): Coroutine<void> {
    yield* new Future<void>();
  });
  const [reader] = yield* connect();
  yield* sleep(0);
  for (const task of allTasks()) if (task !== currentTask()) task.cancel();
  expect(text(yield* reader.read())).toBe("");
  server.close();
  yield* server.waitClosed();
});
