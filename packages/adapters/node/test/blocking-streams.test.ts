import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import {
  createDatagramEndpoint,
  getaddrinfo,
  openConnection,
  openUnixConnection,
  startServer,
  startUnixServer,
  type StreamReader,
  type StreamWriter,
} from "@asyncio-ts/node";
import { type Coroutine, createTask, gather, getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { runBlocking } from "./deadline.ts";

const decoder = new TextDecoder();

function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
  for (;;) {
    const bytes = yield* reader.read(65_536);
    if (bytes.length === 0) break;
    writer.write(bytes);
    yield* writer.drain();
  }
  writer.close();
  yield* writer.waitClosed();
}

function* askFor([reader, writer]: [StreamReader, StreamWriter], line: string): Coroutine<string> {
  writer.write(`${line}\n`);
  const answer = decoder.decode(yield* reader.readline());
  writer.close();
  yield* writer.waitClosed();
  return answer;
}

test("TCP clients and a server of one BlockingLoop talk through its I/O thread", () => {
  runBlocking(function* () {
    const server = yield* startServer(echo, "127.0.0.1", 0);
    const [, port] = server.addresses()[0] as [string, number];
    const client = function* (name: string): Coroutine<string> {
      return yield* askFor(yield* openConnection("127.0.0.1", port), name);
    };
    expect(yield* gather(client("a"), client("b"), client("c"))).toEqual(["a\n", "b\n", "c\n"]);
    server.close();
    yield* server.waitClosed();
  });
});

test("a Unix socket works, and connections know their addresses", () => {
  const path = join(tmpdir(), `asyncio-ts-${process.pid}-blocking`);
  runBlocking(function* () {
    const server = yield* startUnixServer(echo, path);
    const [reader, writer] = yield* openUnixConnection(path);
    expect(writer.getExtraInfo("peername")).toBe(path);
    expect(yield* askFor([reader, writer], "hello")).toBe("hello\n");
    server.close();
    yield* server.waitClosed();
  });
});

test("more bytes than all buffers hold arrive whole and in order", () => {
  runBlocking(function* () {
    const server = yield* startServer(echo, "127.0.0.1", 0);
    const [, port] = server.addresses()[0] as [string, number];
    const [reader, writer] = yield* openConnection("127.0.0.1", port);
    const sent = Uint8Array.from({ length: 3_000_000 }, (_, index) => index % 251);
    const sending = createTask(function* () {
      for (let at = 0; at < sent.length; at += 70_000) {
        writer.write(sent.subarray(at, at + 70_000));
        yield* writer.drain();
      }
      writer.writeEof();
    });
    const received = yield* reader.read(-1);
    yield* sending;
    expect(Buffer.compare(received, sent)).toBe(0);
    writer.close();
    server.close();
  });
});

test("a refused connection keeps its code, and look-ups work", () => {
  runBlocking(function* () {
    const error = yield* thrown(openConnection("127.0.0.1", 1));
    expect(error.code).toBe("ECONNREFUSED");
    expect(yield* getaddrinfo("127.0.0.1", 80)).toMatchObject([{ family: 4, host: "127.0.0.1", port: 80 }]);
  });
});

test("a cancelled connection attempt, and one whose answer comes too late, leave no socket open", () => {
  runBlocking(function* () {
    const server = yield* startServer(echo, "127.0.0.1", 0);
    const [, port] = server.addresses()[0] as [string, number];
    for (let i = 0; i < 40; i++) {
      const task = createTask(openConnection("127.0.0.1", port));
      yield* sleep(i / 10);
      if (task.cancel()) continue;
      const [, writer] = yield* task;
      writer.close();
    }
    server.close();
    // Waits for the last connection.
    yield* server.waitClosed();
  });
});

test("datagrams are received, and an endpoint closes", () => {
  const received = runBlocking(function* (loop) {
    const got = loop.createFuture<string>();
    const [receiver] = yield* createDatagramEndpoint(
      () => ({ datagramReceived: (data: Uint8Array) => got.setResult(decoder.decode(data)) }),
      { localAddr: ["127.0.0.1", 0] },
    );
    const remoteAddr = receiver.getExtraInfo("sockname") as [string, number];
    const [sender] = yield* createDatagramEndpoint(() => ({}), { remoteAddr });
    sender.sendTo("hello");
    const text = yield* got;
    sender.close();
    receiver.close();
    return text;
  });
  expect(received).toBe("hello");
  expect(getRunningLoop).toThrow("no running event loop");
});
