import type { Socket } from "node:net";
import type { EventLoop } from "@asyncio-ts/tasks";
import type { Address } from "@asyncio-ts/streams/lowlevel";
import { StreamChannel } from "./stream-channel.ts";

/** A channel over a connected TCP or Unix socket. */
export class SocketChannel extends StreamChannel {
  /** Read at once, because a closed socket has forgotten its addresses. */
  readonly #sockname: Address;
  readonly #peername: Address;

  /** @param path the path of the Unix socket, by the side that knows it */
  constructor(loop: EventLoop, socket: Socket, path?: { own?: string; peer?: string }) {
    super(loop, socket, socket);
    this.#sockname = path === undefined ? addressOf(socket.localAddress, socket.localPort) : (path.own ?? "");
    this.#peername = path === undefined ? addressOf(socket.remoteAddress, socket.remotePort) : (path.peer ?? "");
  }

  override getExtraInfo(name: string): unknown {
    if (name === "sockname") return this.#sockname;
    if (name === "peername") return this.#peername;
    if (name === "socket") return this.stream;
    return undefined;
  }
}

/** Returns the address of a socket; an empty path for a Unix socket, or for one that was reset before it was looked at. */
function addressOf(host: string | undefined, port: number | undefined): Address {
  return host === undefined || port === undefined ? "" : [host, port];
}
