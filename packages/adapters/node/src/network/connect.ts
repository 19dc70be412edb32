import { connect, type NetConnectOpts, type Socket } from "node:net";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { AddressInfo, Channel } from "@asyncio-ts/streams/lowlevel";
import { hostCallback } from "./host-callback.ts";
import { SocketChannel } from "./socket-channel.ts";

/** Connects to one address. A cancellation destroys the socket at once. */
export function connectTcp(loop: EventLoop, address: AddressInfo, localAddr: AddressInfo | undefined): Coroutine<Channel> {
  const { host, port, family } = address;
  const local = localAddr === undefined ? {} : { localAddress: localAddr.host, localPort: localAddr.port };
  // Asyncio sends small writes at once as well.
  const options = { host, port, family, ...local, noDelay: true, autoSelectFamily: false };
  return connected(loop, `${host}:${port}`, options, (socket) => new SocketChannel(loop, socket));
}

/** Connects to the Unix socket at a path. */
export function connectUnix(loop: EventLoop, path: string): Coroutine<Channel> {
  return connected(loop, path, { path }, (socket) => new SocketChannel(loop, socket, { peer: path }));
}

/** @param channelOf called in the very event, because a socket that is reset then would have lost its addresses and its error */
function* connected(loop: EventLoop, name: string, options: NetConnectOpts, channelOf: (socket: Socket) => Channel): Coroutine<Channel> {
  const socket = connect({ ...options, allowHalfOpen: true });
  return yield* hostCallback<Channel>(
    loop,
    `connect to ${name}`,
    (settle) => {
      socket.once("connect", () => settle(null, channelOf(socket)));
      socket.on("error", settle);
    },
    () => socket.destroy(),
  );
}
