import { once } from "node:events";
import { existsSync, unlinkSync, writeFileSync } from "node:fs";
import { type AddressInfo, createServer, type Socket } from "node:net";
import { expect, test as plain } from "vitest";
import { openConnection, openUnixConnection, startServer, startUnixServer } from "@asyncio-ts/node";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { createTask, newEventLoop, sleep } from "asyncio-ts";
import { connectTo, echo, freePath, pairOf, portOf, serve, shutDown } from "./connections.ts";
import { descriptors } from "./descriptors.ts";
import { test } from "./host-test.ts";
import { text } from "./programs.ts";

test("a server listens on the port that the system chooses, and frees it at close()", function* () {
  const server = yield* startServer(echo, "127.0.0.1", 0);
  const port = portOf(server);
  expect(server.addresses()).toEqual([["127.0.0.1", port]]);
  expect(yield* thrown(startServer(echo, "127.0.0.1", port))).toMatchObject({ code: "EADDRINUSE" });
  server.close();
  const again = yield* startServer(echo, "127.0.0.1", port);
  yield* shutDown(again);
  yield* server.waitClosed();
});

test("a null host is every interface", function* () {
  const server = yield* startServer(echo, null, 0);
  for (const host of ["127.0.0.1", "127.0.0.2"]) {
    const [reader, writer] = yield* openConnection(host, portOf(server));
    writer.write("hello\n");
    expect(text(yield* reader.readline())).toBe("hello\n");
    writer.close();
  }
  yield* shutDown(server);
});

// CPython: test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_existing_path_sock
// CPython: test_server.UnixServerCleanupTests.test_unix_server_addr_cleanup
// CPython: test_server.UnixServerCleanupTests.test_unix_server_cleanup_replaced
test("a Unix server replaces the socket of an earlier one, and each removes only its own at close()", function* () {
  const path = freePath();
  const earlier = yield* startUnixServer(echo, path);
  const server = yield* startUnixServer(echo, path);
  yield* shutDown(earlier);
  const [reader, writer] = yield* openUnixConnection(path);
  writer.write("hello\n");
  expect(text(yield* reader.readline())).toBe("hello\n");
  writer.close();
  yield* shutDown(server);
  expect(existsSync(path)).toBe(false);
});

// CPython: test_server.UnixServerCleanupTests.test_unix_server_cleanup_gone
test("a Unix server closes although its file is gone", function* () {
  const path = freePath();
  const server = yield* startUnixServer(echo, path);
  unlinkSync(path);
  yield* shutDown(server);
});

// CPython: test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_server_existing_path_nonsock
test("a Unix server leaves a file alone that is no socket", function* () {
  const path = freePath();
  writeFileSync(path, "a file");
  expect(yield* thrown(startUnixServer(echo, path))).toMatchObject({ code: "EADDRINUSE" });
  expect(existsSync(path)).toBe(true);
});

test("an abstract Unix socket has no file", function* () {
  const path = `\0asyncio-ts-test-${process.pid}`;
  if (process.platform !== "linux" || Number(process.versions.node.split(".")[0]) < 22) return;
  const server = yield* startUnixServer(echo, path);
  const [reader, writer] = yield* openUnixConnection(path);
  writer.write("hello\n");
  expect(text(yield* reader.readline())).toBe("hello\n");
  writer.close();
  yield* shutDown(server);
});

test("the backlog takes connections while the server is not serving", function* () {
  const server = yield* startServer(echo, "127.0.0.1", 0, { startServing: false, backlog: 5 });
  const [reader, writer] = yield* openConnection("127.0.0.1", portOf(server));
  writer.write("hello\n");
  const reading = createTask(reader.readline());
  for (let i = 0; i < 50; i++) yield* sleep(0);
  expect(reading.done()).toBe(false);
  yield* server.startServing();
  expect(text(yield* reading)).toBe("hello\n");
  writer.close();
  yield* shutDown(server);
});

test("reusePort lets several servers share a port, or says which Node it needs", function* () {
  const options = { reusePort: true };
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major < 22 || (major === 22 && minor < 12)) {
    expect(String(yield* thrown(startServer(echo, "127.0.0.1", 0, options)))).toContain("reusePort needs Node 22.12");
    return;
  }
  const first = yield* startServer(echo, "127.0.0.1", 0, options);
  const second = yield* startServer(echo, "127.0.0.1", portOf(first), options);
  yield* shutDown(first);
  yield* shutDown(second);
});

test("a cancelled startServer() leaves no socket behind", function* () {
  const before = descriptors();
  for (const host of ["127.0.0.1", "localhost", null]) {
    for (let passes = 0; passes < 4; passes++) {
      const starting = createTask(startServer(echo, host, 0));
      for (let i = 0; i < passes; i++) yield* sleep(0);
      starting.cancel();
      yield* thrown(starting);
    }
  }
  while (descriptors() > before) yield* sleep(0);
});

plain("a loop that closes frees its servers and connections, and calls that were under way", async () => {
  const before = descriptors();
  for (const kind of ["TCP", "TLS", "Unix"] as const) {
    const loop = newEventLoop();
    loop.setExceptionHandler(() => {});
    await loop.runUntilComplete(function* () {
      yield* pairOf(kind);
      const server = yield* serve(kind, echo);
      loop.createTask(connectTo(server, kind));
      yield* sleep(0);
    });
    loop.close();
  }
  while (descriptors() > before) await new Promise(setImmediate);
});

plain("a loop that closes ends the handshakes that are under way on it", async () => {
  const silent = createServer();
  await once(silent.listen(0, "127.0.0.1"), "listening");
  const loop = newEventLoop();
  loop.setExceptionHandler(() => {});
  loop.createTask(openConnection("127.0.0.1", (silent.address() as AddressInfo).port, { tls: true }));
  const [socket] = (await once(silent, "connection")) as [Socket];
  await once(socket, "data");
  loop.close();
  await once(socket, "close");
  silent.close();
});
