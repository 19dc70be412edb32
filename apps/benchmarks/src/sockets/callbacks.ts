import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { bytesPerConnection } from "./connection-memory.ts";
import { CHUNK, CONCURRENT, MESSAGE, type SocketPeer } from "./socket-peer.ts";

const options = { host: "127.0.0.1", noDelay: true, allowHalfOpen: true };

/** The sockets of node:net, by their events. */
export const callbacks: SocketPeer = {
  async pingPong(connections) {
    const port = await listen(echo);
    const message = Buffer.alloc(MESSAGE, "x");
    const clients = await connectAll(port, connections);
    return (messages) =>
      new Promise((resolve) => {
        let total = 0;
        for (const client of clients) {
          let left = (messages / connections) * MESSAGE;
          let due = MESSAGE;
          client.removeAllListeners("data").on("data", (data: Buffer) => {
            left -= data.length;
            due -= data.length;
            total += data.length;
            if (due > 0) return;
            due += MESSAGE;
            if (left > 0) client.write(message);
            else if (total === messages * MESSAGE) resolve(total);
          });
          client.write(message);
        }
      });
  },

  async bulk() {
    let expected = 0;
    let received = 0;
    let done!: (bytes: number) => void;
    const port = await listen((socket) =>
      socket.on("data", (data) => {
        received += data.length;
        if (received === expected) done(received);
      }),
    );
    const chunk = Buffer.alloc(CHUNK, "x");
    const [client] = await connectAll(port, 1);
    return (chunks) =>
      new Promise((resolve) => {
        received = 0;
        expected = chunks * CHUNK;
        done = resolve;
        let left = chunks;
        function send() {
          while (left > 0) {
            left--;
            if (!client!.write(chunk)) {
              client!.once("drain", send);
              return;
            }
          }
        }
        send();
      });
  },

  async accept() {
    const port = await listen(echo);
    return (connections) =>
      new Promise((resolve) => {
        let [started, ended, total] = [0, 0, 0];
        function next() {
          if (started === connections) return;
          started++;
          const socket = connect({ ...options, port }, () => socket.write("x"));
          socket.on("data", (data) => {
            total += data.length;
            socket.destroy();
          });
          socket.on("close", () => {
            if (++ended === connections) resolve(total);
            else next();
          });
        }
        for (let i = 0; i < CONCURRENT; i++) next();
      });
  },

  async memory(connections) {
    const port = await listen(echo);
    const opened: Socket[] = [];
    const measuring = bytesPerConnection(connections, function* () {
      yield (async () => {
        for (let i = 0; i < connections; i++) {
          const [client] = await connectAll(port, 1);
          opened.push(client!.on("data", () => {}));
        }
        await new Promise((resolve) => setTimeout(resolve, 50));
      })();
    });
    await measuring.next().value;
    return { value: measuring.next().value as number, checksum: opened.length };
  },
};

function echo(socket: Socket): void {
  socket.on("data", (data) => {
    if (socket.write(data)) return;
    socket.pause();
    socket.once("drain", () => socket.resume());
  });
  socket.on("end", () => socket.end());
  socket.on("error", () => {});
}

/** Starts a server on a free port. */
export async function listen(onConnection: (socket: Socket) => void): Promise<number> {
  const server: Server = createServer({ noDelay: true, allowHalfOpen: true }, onConnection).listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** Opens connections, one after the other. */
export async function connectAll(port: number, count: number): Promise<Socket[]> {
  const sockets: Socket[] = [];
  for (let i = 0; i < count; i++) {
    const socket = connect({ ...options, port });
    await once(socket, "connect");
    sockets.push(socket);
  }
  return sockets;
}
