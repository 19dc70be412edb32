import {
  createConnection,
  createServer,
  createUnixConnection,
  createUnixServer,
  getaddrinfo,
  getnameinfo,
  openConnection,
  openUnixConnection,
  startUnixServer,
} from "@asyncio-ts/streams";
import { sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { expect } from "vitest";
import { Recorder, reported } from "./fake-channel.ts";
import { useMemoryNetwork } from "./memory-network.ts";
import { text } from "./text.ts";

test("createConnection() and createServer() connect two protocols, and connectionMade() has been called", function* () {
  useMemoryNetwork();
  const protocols: Recorder[] = [];
  const server = yield* createServer(
    () => {
      const protocol = new Recorder();
      protocols.push(protocol);
      return protocol;
    },
    "localhost",
    0,
  );
  const [address] = server.addresses() as [[string, number]];
  expect(address[0]).toBe("127.0.0.1");
  const [transport, protocol] = yield* createConnection(() => new Recorder(), ...address);
  expect([protocol.calls, transport.getProtocol()]).toEqual([["made"], protocol]);
  expect(transport.getExtraInfo("peername")).toEqual(address);
  transport.write("hello");
  yield* sleep(1);
  transport.close();
  yield* sleep(1);
  expect([protocol.calls, protocols[0]!.calls]).toEqual([
    ["made", "lost null"],
    ["made", "data hello", "eof"],
  ]);
  server.close();
  server.abortClients();
  yield* server.waitClosed();
});

test("a server listens on each of its hosts once", function* () {
  useMemoryNetwork();
  const server = yield* createServer(() => ({}), ["localhost", "127.0.0.1", "10.0.0.1"], 7000);
  expect(server.addresses()).toEqual([
    ["127.0.0.1", 7000],
    ["10.0.0.1", 7000],
  ]);
  expect(yield* thrown(createServer(() => ({}), ["10.0.0.2", "10.0.0.1"], 7000))).toMatchObject({ code: "EADDRINUSE" });
  // The address that was free has been freed again.
  const other = yield* createServer(() => ({}), "10.0.0.2", 7000);
  for (const each of [server, other]) each.close();
  const everywhere = yield* createServer(() => ({}), null, 7000);
  expect(everywhere.addresses()).toEqual([["::", 7000]]);
  const [transport] = yield* createConnection(() => ({}), "10.9.9.9", 7000);
  for (const each of [transport, everywhere]) each.close();
});

test("localAddr is the address that the peer sees", function* () {
  useMemoryNetwork();
  const server = yield* createServer(() => ({}), "localhost", 7000);
  const [transport] = yield* createConnection(() => ({}), "localhost", 7000, { localAddr: ["127.0.0.2", 6000] });
  expect(transport.getExtraInfo("sockname")).toEqual(["127.0.0.2", 6000]);
  const error = yield* thrown(createConnection(() => ({}), "localhost", 7000, { localAddr: ["::1", 0] }));
  expect(error).toEqual(new Error("no local address of family IPv4 was given"));
  for (const each of [transport, server]) each.close();
});

// CPython: test_streams.StreamTests.test_start_unix_server
// CPython: test_server.SelectorStartServerTests.test_start_unix_server_1
test("Unix sockets connect by path", function* () {
  useMemoryNetwork();
  const server = yield* startUnixServer(function* (reader, writer) {
    writer.write(yield* reader.readline());
    writer.close();
  }, "/run/echo.sock");
  expect(server.addresses()).toEqual(["/run/echo.sock"]);
  const [reader, writer] = yield* openUnixConnection("/run/echo.sock");
  writer.write("hello world!\n");
  expect(text(yield* reader.read())).toBe("hello world!\n");
  for (const each of [writer, server]) each.close();
  yield* server.waitClosed();
  expect(yield* thrown(createUnixConnection(() => ({}), "/run/echo.sock"))).toMatchObject({ code: "ENOENT" });
  const protocols = yield* createUnixServer(() => new Recorder(), "/run/echo.sock");
  const [transport] = yield* createUnixConnection(() => new Recorder(), "/run/echo.sock");
  for (const each of [transport, protocols]) each.close();
});

test("a protocol factory that fails on the client's side closes the connection, and throws", function* () {
  useMemoryNetwork();
  const calls: string[] = [];
  const server = yield* createServer(() => ({ connectionLost: (error) => calls.push(`lost ${error}`) }), "localhost", 7000);
  const error = new Error("no protocol");
  const failing = () => {
    throw error;
  };
  expect(yield* thrown(createConnection(failing, "localhost", 7000))).toBe(error);
  const nothing = yield* thrown(createConnection((() => {}) as never, "localhost", 7000));
  expect(nothing).toEqual(new TypeError("createConnection: a protocol factory that returns a protocol was expected, got undefined"));
  yield* sleep(1);
  expect(calls).toEqual(["lost null", "lost null"]);
  server.close();
  yield* server.waitClosed();
});

test("a protocol factory that fails on the server's side is reported, and its connection closed", function* () {
  useMemoryNetwork();
  const reports = reported();
  const factories: (() => object)[] = [
    () => {
      throw new Error("no protocol");
    },
    () => 5 as never,
  ];
  const server = yield* createServer(() => factories.shift()!(), "localhost", 7000);
  for (let i = 0; i < 2; i++) {
    const [reader, writer] = yield* openConnection("localhost", 7000);
    expect(text(yield* reader.read())).toBe("");
    writer.close();
  }
  const message = "Error on transport creation for incoming connection";
  expect(reports).toEqual([
    [message, new Error("no protocol")],
    [message, new TypeError("createServer: a protocol factory that returns a protocol was expected, got 5")],
  ]);
  server.close();
  yield* server.waitClosed();
});

test("getaddrinfo() and getnameinfo() ask the network", function* () {
  useMemoryNetwork();
  expect(yield* getaddrinfo("localhost", 80)).toEqual([{ family: 4, host: "127.0.0.1", port: 80 }]);
  expect(yield* getnameinfo(["127.0.0.1", 80])).toEqual(["localhost", "80"]);
  expect(yield* thrown(getaddrinfo("localhost", 80, { family: 6 }))).toMatchObject({ code: "ENOTFOUND" });
});
