import type { Server, StreamReader, StreamWriter } from "@asyncio-ts/node";
import type { Coroutine } from "asyncio-ts";
import { bytesPerConnection } from "./connection-memory.ts";
import { CHUNK, CONCURRENT, MESSAGE, type SocketPeer } from "./socket-peer.ts";
import { sum } from "../sum.ts";

/** The streams of asyncio-ts on Node. One loop serves all rounds. */
export async function streams(): Promise<SocketPeer> {
  const { openConnection, startServer } = await import("@asyncio-ts/node");
  const { createTask, gather, Runner, sleep } = await import("asyncio-ts");
  const runner = new Runner();
  const message = Buffer.alloc(MESSAGE, "x");
  const chunk = Buffer.alloc(CHUNK, "x");

  function* serve(handler: (reader: StreamReader, writer: StreamWriter) => Coroutine<void>): Coroutine<[server: Server, port: number]> {
    const server = yield* startServer(handler, "127.0.0.1", 0);
    return [server, server.addresses()[0]![1] as number];
  }

  function* echo(reader: StreamReader, writer: StreamWriter): Coroutine<void> {
    for (;;) {
      const data = yield* reader.read(CHUNK);
      if (data.length === 0) break;
      writer.write(data);
      yield* writer.drain();
    }
    writer.close();
  }

  function* sendAndReceive([reader, writer]: [StreamReader, StreamWriter], count: number): Coroutine<number> {
    let total = 0;
    for (let i = 0; i < count; i++) {
      writer.write(message);
      yield* writer.drain();
      total += (yield* reader.readexactly(MESSAGE)).length;
    }
    return total;
  }

  return {
    async pingPong(connections) {
      const open = await runner.run(function* () {
        const [, port] = yield* serve(echo);
        const opened: [StreamReader, StreamWriter][] = [];
        for (let i = 0; i < connections; i++) opened.push(yield* openConnection("127.0.0.1", port));
        return opened;
      });
      return (messages) =>
        runner.run(function* () {
          if (open.length === 1) return yield* sendAndReceive(open[0]!, messages);
          return sum(yield* gather(...open.map((connection) => sendAndReceive(connection, messages / connections))));
        });
    },

    async bulk() {
      let expected = 0;
      let received = 0;
      let onReceived: (() => void) | null = null;
      function* count(reader: StreamReader): Coroutine<void> {
        for (;;) {
          // Not in one expression, which would read the old number before it waits.
          const { length } = yield* reader.read(CHUNK);
          received += length;
          if (received === expected) onReceived?.();
        }
      }
      const writer = await runner.run(function* () {
        const [, port] = yield* serve(count);
        return (yield* openConnection("127.0.0.1", port))[1];
      });
      return (chunks) =>
        runner.run(function* () {
          received = 0;
          expected = chunks * CHUNK;
          const done = runner.getLoop().createFuture<void>();
          onReceived = () => done.setResult();
          for (let i = 0; i < chunks; i++) {
            writer.write(chunk);
            yield* writer.drain();
          }
          yield* done;
          return received;
        });
    },

    async accept() {
      const [, port] = await runner.run(() => serve(echo));
      function* connectAll(count: number): Coroutine<number> {
        let total = 0;
        for (let i = 0; i < count; i++) {
          const [reader, writer] = yield* openConnection("127.0.0.1", port);
          writer.write("x");
          total += (yield* reader.readexactly(1)).length;
          writer.close();
          yield* writer.waitClosed();
        }
        return total;
      }
      return (connections) =>
        runner.run(function* () {
          return sum(yield* gather(...Array.from({ length: CONCURRENT }, () => connectAll(connections / CONCURRENT))));
        });
    },

    memory: (connections) =>
      runner.run(function* () {
        const [, port] = yield* serve(echo);
        const opened: unknown[] = [];
        const measured = yield* bytesPerConnection(connections, function* () {
          for (let i = 0; i < connections; i++) {
            const [reader, writer] = yield* openConnection("127.0.0.1", port);
            opened.push(createTask(reader.read(1)), writer);
          }
          yield* sleep(50);
        });
        return { value: measured, checksum: opened.length / 2 };
      }),
  };
}
