import { expect } from "vitest";
import { type StreamReader, type StreamWriter } from "@asyncio-ts/node";
import { type Coroutine, sleep } from "asyncio-ts";
import { connectTo, kinds, serve } from "./connections.ts";
import { test } from "./host-test.ts";

const LIMIT = 16 * 1024;
/** The most bytes of one read of Node's. */
const CHUNK = 64 * 1024;
/** More than the system buffers for a connection. */
const TOTAL = 32 * 1024 * 1024;

for (const kind of kinds) {
  test(`a slow reader of a ${kind} connection stops the writer, and buffers no more than twice its limit and a read`, function* () {
    let written = 0;
    const server = yield* serve(kind, function* (_: StreamReader, writer: StreamWriter): Coroutine<void> {
      const data = new Uint8Array(16 * 1024);
      for (; written < TOTAL; written += data.length) {
        writer.write(data);
        yield* writer.drain();
      }
      writer.close();
    });
    const [reader, writer] = yield* connectTo(server, kind, { limit: LIMIT });
    // Until the writer has made no progress for many passes.
    for (let last = -1, quiet = 0; quiet < 500; quiet++) {
      if (written !== last) quiet = 0;
      last = written;
      yield* sleep(0);
    }
    expect(written).toBeLessThan(TOTAL / 2);
    expect(Number(/(\d+) bytes/.exec(String(reader))?.[1] ?? 0)).toBeLessThanOrEqual(2 * LIMIT + CHUNK);
    let read = 0;
    for (let data = yield* reader.read(CHUNK); data.length > 0; data = yield* reader.read(CHUNK)) read += data.length;
    expect(read).toBe(TOTAL);
    writer.close();
    server.close();
    yield* server.waitClosed();
  });
}
