import { once } from "node:events";
import type { Socket } from "node:net";
import { connect } from "node:net";
import { sum } from "../sum.ts";
import { connectAll, listen } from "./callbacks.ts";
import { bytesPerConnection } from "./connection-memory.ts";
import { CHUNK, CONCURRENT, MESSAGE, type SocketPeer } from "./socket-peer.ts";

/** The sockets of node:net as streams, read by `for await` and written with `drain`. */
export const iteration: SocketPeer = {
  async pingPong(connections) {
    const port = await listen(echo);
    const message = Buffer.alloc(MESSAGE, "x");
    const clients = (await connectAll(port, connections)).map((socket) => ({ socket, chunks: chunksOf(socket) }));
    async function sendAndReceive({ socket, chunks }: (typeof clients)[number], count: number): Promise<number> {
      let total = 0;
      for (let i = 1; i <= count; i++) {
        await write(socket, message);
        while (total < i * MESSAGE) total += (await chunks.next()).value!.length;
      }
      return total;
    }
    return async (messages) => sum(await Promise.all(clients.map((client) => sendAndReceive(client, messages / connections))));
  },

  async bulk() {
    let expected = 0;
    let received = 0;
    let done!: (bytes: number) => void;
    const port = await listen(async (socket) => {
      for await (const data of socket as AsyncIterable<Buffer>) {
        received += data.length;
        if (received === expected) done(received);
      }
    });
    const chunk = Buffer.alloc(CHUNK, "x");
    const [client] = await connectAll(port, 1);
    return async (chunks) => {
      received = 0;
      expected = chunks * CHUNK;
      const finished = new Promise<number>((resolve) => (done = resolve));
      for (let i = 0; i < chunks; i++) await write(client!, chunk);
      return finished;
    };
  },

  async accept() {
    const port = await listen(echo);
    async function connectSome(count: number): Promise<number> {
      let total = 0;
      for (let i = 0; i < count; i++) {
        const socket = connect({ host: "127.0.0.1", port, noDelay: true, allowHalfOpen: true });
        await once(socket, "connect");
        await write(socket, "x");
        // Leaving the loop destroys the socket.
        for await (const data of socket as AsyncIterable<Buffer>) {
          total += data.length;
          break;
        }
        if (!socket.closed) await once(socket, "close");
      }
      return total;
    }
    return async (connections) => sum(await Promise.all(Array.from({ length: CONCURRENT }, () => connectSome(connections / CONCURRENT))));
  },

  async memory(connections) {
    const port = await listen(echo);
    const opened: unknown[] = [];
    const measuring = bytesPerConnection(connections, function* () {
      yield (async () => {
        for (const socket of await connectAll(port, connections)) opened.push(chunksOf(socket).next());
        await new Promise((resolve) => setTimeout(resolve, 50));
      })();
    });
    await measuring.next().value;
    return { value: measuring.next().value as number, checksum: opened.length };
  },
};

async function echo(socket: Socket): Promise<void> {
  try {
    for await (const data of socket as AsyncIterable<Buffer>) await write(socket, data);
    socket.end();
  } catch {
    // The client has destroyed its side.
  }
}

async function write(socket: Socket, data: Buffer | string): Promise<void> {
  if (!socket.write(data)) await once(socket, "drain");
}

function chunksOf(socket: Socket): AsyncIterator<Buffer, undefined> {
  return (socket as AsyncIterable<Buffer>)[Symbol.asyncIterator]() as AsyncIterator<Buffer, undefined>;
}
