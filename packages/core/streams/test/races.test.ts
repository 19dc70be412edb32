import { IncompleteReadError, openConnection, startServer, type StreamWriter } from "@asyncio-ts/streams";
import { createTask, gather, sleep, wait } from "@asyncio-ts/tasks";
import { lockstepStreamPair, memoryStreamPair } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { useMemoryNetwork } from "./memory-network.ts";
import { text } from "./text.ts";

// The pairs are made inside the tests, once for each schedule.
const pairs = [memoryStreamPair, lockstepStreamPair].map((makePair) => [makePair.name, makePair] as const);

test.each(pairs)("%s: reads that are cancelled at any moment lose no byte", { explore: true }, function* (_, makePair) {
  const [[reader], [, writer]] = makePair({ limit: 4 });
  const writing = createTask(function* () {
    for (const part of ["ab", "c\nd", "e", "\n", "f"]) {
      writer.write(part);
      yield* writer.drain();
    }
    writer.close();
  });
  let received = "";
  const reads = [
    () => reader.read(),
    () => reader.readline(),
    () => reader.readexactly(3),
    () => reader.readuntil("e"),
    () => reader.read(),
  ];
  for (const [index, read] of reads.entries()) {
    const reading = createTask(read());
    for (let pass = 0; pass <= index; pass++) yield* sleep(0);
    reading.cancel();
    yield* wait([reading]);
    if (reading.cancelled()) continue;
    const error = reading.exception();
    received += text(error instanceof IncompleteReadError ? error.partial : reading.result());
  }
  received += text(yield* reader.read());
  expect(received).toBe("abc\nde\nf");
  yield* gather(writing, writer.waitClosed());
});

test.each(pairs)("%s: writers that drain at once, and of which one is cancelled, all continue", { explore: true }, function* (_, makePair) {
  const [[reader], [, writer]] = makePair({ limit: 4 });
  writer.transport.setWriteBufferLimits({ high: 3 });
  let done = 0;
  const writers = ["aaa", "bbb", "ccc"].map((part) =>
    createTask(function* () {
      writer.write(part);
      yield* writer.drain();
      done++;
      writer.write(part);
      yield* writer.drain();
    }),
  );
  yield* sleep(0);
  writers[1]!.cancel();
  const reading = createTask(reader.read());
  yield* wait(writers);
  writer.close();
  const received = text(yield* reading);
  const count = (letter: string) => received.split(letter).length - 1;
  // The second writer may be cancelled in its first drain or in its second one.
  expect([count("a"), count("b") % 3, count("c")]).toEqual([6, 0, 6]);
  expect(done).toBeGreaterThanOrEqual(2);
});

test("close() and abort() of both sides in one pass end all waits, once", { explore: true }, function* () {
  const [[reader, writer], [, peer]] = memoryStreamPair();
  const waits = [createTask(reader.read()), createTask(writer.waitClosed()), createTask(peer.waitClosed())];
  const ends = [() => writer.close(), () => peer.transport.abort(), () => writer.transport.abort(), () => peer.close()];
  const ending = ends.map((end) =>
    createTask(function* () {
      end();
    }),
  );
  yield* wait([...ending, ...waits]);
  for (const task of waits) expect(task.exception()).toBeNull();
});

test("a server that is closed while a client connects leaves nothing open", { explore: true }, function* () {
  useMemoryNetwork();
  const accepted: StreamWriter[] = [];
  const server = yield* startServer((_, writer) => void accepted.push(writer), "localhost", 7000);
  const connecting = createTask(openConnection("localhost", 7000));
  const closing = createTask(function* () {
    yield* sleep(0);
    server.close();
    server.abortClients();
    yield* server.waitClosed();
  });
  yield* wait([connecting]);
  if (connecting.exception() === null) {
    const [reader, writer] = connecting.result();
    // A connection that is accepted after `abortClients()` ends with its client.
    writer.close();
    yield* wait([createTask(reader.read())]);
    yield* writer.waitClosed();
  }
  for (const writer of accepted) writer.close();
  yield* closing;
});

test("a cancelled openConnection() leaves the server without a connection", { explore: true }, function* () {
  useMemoryNetwork();
  const server = yield* startServer(
    function* (reader, writer) {
      yield* reader.read();
      writer.close();
    },
    "localhost",
    7000,
  );
  const connecting = createTask(openConnection("localhost", 7000));
  const cancelling = createTask(function* () {
    for (let pass = 0; pass < 4; pass++) yield* sleep(0);
    connecting.cancel();
  });
  yield* wait([connecting, cancelling]);
  if (!connecting.cancelled()) connecting.result()[1].close();
  server.close();
  yield* server.waitClosed();
});
