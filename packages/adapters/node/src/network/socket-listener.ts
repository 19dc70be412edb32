import { createServer, type ListenOptions as NodeListenOptions, type Server, type Socket } from "node:net";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { Address, Channel, Family, Listener, ListenOptions } from "@asyncio-ts/streams/lowlevel";
import { hostCallback } from "./host-callback.ts";
import { SocketChannel } from "./socket-channel.ts";
import { checkReusePort } from "./reuse-port.ts";
import { closeSocketFile, inodeOf, removeStaleSocket } from "./socket-file.ts";

type Accept = (channel: Channel) => void;

/** A listening TCP or Unix socket. */
class SocketListener implements Listener {
  readonly #server: Server;
  readonly #addresses: Address[];
  /** The number of the file of a Unix socket. */
  readonly #inode: number | undefined;

  constructor(server: Server) {
    this.#server = server;
    const address = server.address();
    if (address === null) this.#addresses = [];
    else if (typeof address === "string") {
      this.#addresses = [address];
      this.#inode = inodeOf(address);
    } else this.#addresses = [[address.address, address.port]];
  }

  addresses(): Address[] {
    return this.#addresses;
  }

  close(): void {
    const server = this.#server;
    if (!server.listening) return;
    const [address] = this.#addresses;
    if (typeof address === "string") closeSocketFile(address, this.#inode, () => server.close());
    else server.close();
  }
}

/** Listens on one address of this machine. */
export function listenTcp(
  loop: EventLoop,
  address: { host: string | null; port: number; family?: Family | undefined },
  options: ListenOptions,
  accept: Accept,
): Coroutine<Listener> {
  checkReusePort("createServer", options.reusePort);
  const { port, family } = address;
  const host = address.host ?? (family === 4 ? "0.0.0.0" : family === 6 ? "::" : undefined);
  // A host name's IPv6 address leaves its IPv4 address to another socket, as in asyncio.
  const ipv6Only = family === 6 || (host?.includes(":") ?? false);
  return listening(loop, { host, port, ipv6Only, ...options }, (socket) => accept(new SocketChannel(loop, socket)));
}

/** Listens on the path of a Unix socket. The file of a socket that is no longer in use is removed first. */
export function* listenUnix(loop: EventLoop, path: string, options: ListenOptions, accept: Accept): Coroutine<Listener> {
  removeStaleSocket(path);
  return yield* listening(loop, { path, backlog: options.backlog }, (socket) => accept(new SocketChannel(loop, socket, { own: path })));
}

function* listening(loop: EventLoop, options: NodeListenOptions, onConnection: (socket: Socket) => void): Coroutine<Listener> {
  // Paused, because a TLS handshake reads the socket in another place. Asyncio sends small writes at once as well.
  const server = createServer({ allowHalfOpen: true, pauseOnConnect: true, noDelay: true });
  yield* hostCallback(
    loop,
    "listen",
    (settle) => {
      server.on("error", settle);
      server.listen(options, () => settle(null));
    },
    () => {
      // A look-up that is under way still listens afterwards.
      server.once("listening", () => server.close());
      server.close();
    },
  );
  server.on("error", (exception) => loop.callExceptionHandler({ message: "socket.accept() failed", exception, server }));
  server.on("connection", onConnection);
  return new SocketListener(server);
}
