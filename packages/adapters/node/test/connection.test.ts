import type { Socket } from "node:net";
import { expect, test as plain } from "vitest";
import {
  createConnection,
  createServer,
  openConnection,
  openUnixConnection,
  startServer,
  type StreamReader,
  type StreamWriter,
} from "@asyncio-ts/node";
import { VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { CancelledError, createTask, Future, gather, run, sleep } from "asyncio-ts";
import { connectTo, echo, freePath, kinds, pairOf, portOf, serve, shutDown } from "./connections.ts";
import { descriptors } from "./descriptors.ts";
import { test } from "./host-test.ts";
import { text } from "./programs.ts";

for (const kind of kinds) {
  test(`a ${kind} connection carries lines to an echo server and back`, function* () {
    const server = yield* serve(kind, echo);
    const [reader, writer] = yield* connectTo(server, kind);
    writer.write("hello\n");
    expect(text(yield* reader.readline())).toBe("hello\n");
    writer.close();
    yield* writer.waitClosed();
    server.close();
    yield* server.waitClosed();
  });

  test(`a ${kind} connection carries four megabytes each way at once, unchanged`, function* () {
    const [[nearReader, nearWriter], [farReader, farWriter]] = yield* pairOf(kind);
    const bytes = new Uint8Array(4 * 1024 * 1024).map((_, i) => (i * 31 + (i >> 8)) & 255);
    function* send(writer: StreamWriter) {
      for (let i = 0; i < bytes.length; i += 100_000) {
        writer.write(bytes.subarray(i, i + 100_000));
        yield* writer.drain();
      }
    }
    const [, , first, second] = yield* gather(
      send(nearWriter),
      send(farWriter),
      farReader.readexactly(bytes.length),
      nearReader.readexactly(bytes.length),
    );
    expect([Buffer.compare(first, bytes), Buffer.compare(second, bytes)]).toEqual([0, 0]);
    nearWriter.close();
    expect((yield* farReader.read()).length).toBe(0);
    farWriter.close();
    yield* gather(nearWriter.waitClosed(), farWriter.waitClosed());
  });

  test(`the end of a ${kind} server's connection is the end of the data`, function* () {
    const [[reader, writer], [, farWriter]] = yield* pairOf(kind);
    farWriter.write("last");
    farWriter.close();
    expect(text(yield* reader.read())).toBe("last");
    writer.close();
    yield* writer.waitClosed();
    yield* farWriter.waitClosed();
  });
}

for (const kind of ["TCP", "Unix"] as const) {
  test(`one side of a ${kind} connection ends while the other goes on`, function* () {
    const [[reader, writer], [farReader, farWriter]] = yield* pairOf(kind);
    expect(writer.canWriteEof()).toBe(true);
    writer.write("question");
    writer.writeEof();
    expect(text(yield* farReader.read())).toBe("question");
    farWriter.write("answer");
    farWriter.close();
    expect(text(yield* reader.read())).toBe("answer");
    writer.close();
    yield* gather(writer.waitClosed(), farWriter.waitClosed());
  });
}

test("read(), drain() and waitClosed() throw the error of a connection that was reset", function* () {
  const [[reader, writer], [, farWriter]] = yield* pairOf("TCP");
  const reading = createTask(reader.read());
  (farWriter.getExtraInfo("socket") as Socket).resetAndDestroy();
  expect(yield* thrown(reading)).toMatchObject({ code: "ECONNRESET" });
  expect(yield* thrown(writer.drain())).toMatchObject({ code: "ECONNRESET" });
  expect(yield* thrown(writer.waitClosed())).toMatchObject({ code: "ECONNRESET" });
});

test("a connection knows its addresses and its socket, also after its end", function* () {
  const [[, writer], [, farWriter]] = yield* pairOf("TCP");
  const { localPort, remotePort } = writer.getExtraInfo("socket") as Socket;
  writer.close();
  farWriter.close();
  yield* gather(writer.waitClosed(), farWriter.waitClosed());
  const [near, far] = [
    ["127.0.0.1", localPort],
    ["127.0.0.1", remotePort],
  ];
  expect([writer.getExtraInfo("sockname"), writer.getExtraInfo("peername")]).toEqual([near, far]);
  expect([farWriter.getExtraInfo("sockname"), farWriter.getExtraInfo("peername")]).toEqual([far, near]);
  expect(writer.getExtraInfo("unknown", "fallback")).toBe("fallback");
});

// CPython: test_unix_events.SelectorEventLoopUnixSocketTests.test_create_unix_connection_pathlike
test("a connection that is refused throws the system's error", function* () {
  const server = yield* serve("TCP", echo);
  const port = portOf(server);
  server.close();
  yield* server.waitClosed();
  expect(yield* thrown(openConnection("127.0.0.1", port))).toMatchObject({ code: "ECONNREFUSED" });
  expect(yield* thrown(openUnixConnection(freePath()))).toMatchObject({ code: "ENOENT" });
});

test("localAddr is the address of the connecting socket", function* () {
  const peers = new Future<unknown>();
  const server = yield* serve("TCP", (_, writer) => {
    peers.setResult(writer.getExtraInfo("peername"));
    writer.close();
  });
  const [, writer] = yield* openConnection("127.0.0.1", portOf(server), { localAddr: ["127.0.0.2", 0] });
  expect(yield* peers).toEqual(["127.0.0.2", expect.any(Number)]);
  writer.close();
  yield* shutDown(server);
});

test("a host name is looked up, and each family is tried", function* () {
  const server = yield* startServer(echo, "127.0.0.1", 0);
  for (const happyEyeballsDelay of [null, 10]) {
    const [reader, writer] = yield* openConnection("localhost", portOf(server), { happyEyeballsDelay });
    writer.write("hello\n");
    expect(text(yield* reader.readline())).toBe("hello\n");
    writer.close();
  }
  yield* shutDown(server);
});

test("a protocol factory that throws or returns nothing, and bad input, leave nothing open", function* (reports) {
  const before = descriptors();
  const server = yield* serve("TCP", echo);
  const port = portOf(server);
  for (const factory of [() => undefined, () => 1, throwing]) {
    expect(yield* thrown(createConnection(factory as never, "127.0.0.1", port))).toBeInstanceOf(Error);
    const failing = yield* createServer(factory as never, "127.0.0.1", 0);
    const [reader, writer] = yield* openConnection("127.0.0.1", portOf(failing));
    expect((yield* reader.read()).length).toBe(0);
    writer.close();
    yield* shutDown(failing);
  }
  expect(reports.splice(0).length).toBe(3);
  expect(yield* thrown(openConnection("127.0.0.1", 65_536))).toBeInstanceOf(RangeError);
  expect(yield* thrown(openConnection(127 as never, port))).toBeInstanceOf(TypeError);
  expect(yield* thrown(openConnection("127.0.0.1", port, { limit: 0 }))).toBeInstanceOf(RangeError);
  expect(yield* thrown(openConnection("127.0.0.1", port, { timeout: 1 } as never))).toBeInstanceOf(TypeError);
  yield* shutDown(server);
  while (descriptors() > before) yield* sleep(0);
});

function throwing(): never {
  throw new Error("the factory fails");
}

test("a cancelled connect leaves nothing open", function* () {
  const ends: unknown[] = [];
  const server = yield* serve("TCP", function* (reader: StreamReader, writer: StreamWriter) {
    ends.push((yield* reader.read()).length);
    writer.close();
  });
  const connecting = createTask(openConnection("127.0.0.1", portOf(server)));
  while (!String(connecting).includes("wait_for=<Future")) yield* createTask(function* () {});
  connecting.cancel();
  expect(yield* thrown(connecting)).toBeInstanceOf(CancelledError);
  server.close();
  yield* server.waitClosed();
});

plain("a loop that owns its thread refuses sockets", () => {
  const loop = new VirtualLoop();
  expect(() => run(() => openConnection("127.0.0.1", 1), { loop })).toThrow("a loop of the host was expected, got <VirtualLoop");
  expect(() => run(() => startServer(echo, "127.0.0.1", 0), { loop: new VirtualLoop() })).toThrow("a loop of the host was expected");
});
