import { createSocket, type Socket } from "node:dgram";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { AddressInfo, DatagramChannel, DatagramOptions } from "@asyncio-ts/streams/lowlevel";
import { UdpChannel } from "./datagram-channel.ts";
import { hostCallback, type HostCallback } from "./host-callback.ts";
import { checkReusePort } from "./reuse-port.ts";

/** Opens a datagram socket, bound to the local address and connected to the remote one. */
export function* openDatagram(loop: EventLoop, options: DatagramOptions): Coroutine<DatagramChannel> {
  const { localAddr, remoteAddr, reusePort, allowBroadcast } = options;
  checkReusePort("createDatagramEndpoint", reusePort);
  const type = (localAddr ?? remoteAddr)?.family === 6 ? "udp6" : "udp4";
  const socket = createSocket({ type, ...(reusePort === true && { reusePort }) });
  const channel = new UdpChannel(socket, remoteAddr);
  yield* bind(loop, channel, socket, localAddr);
  if (remoteAddr !== undefined) yield* connect(loop, channel, socket, remoteAddr);
  channel.bound();
  if (allowBroadcast === true) socket.setBroadcast(true);
  return channel;
}

function bind(loop: EventLoop, channel: UdpChannel, socket: Socket, localAddr: AddressInfo | undefined): Coroutine<void> {
  const start = (settle: HostCallback<void>) => {
    socket.once("error", settle);
    socket.bind({ address: localAddr?.host, port: localAddr?.port ?? 0 }, () => settle(null));
  };
  return hostCallback(loop, "bind a datagram socket", start, () => channel.close());
}

function connect(loop: EventLoop, channel: UdpChannel, socket: Socket, { host, port }: AddressInfo): Coroutine<void> {
  const start = (settle: HostCallback<void>) => socket.connect(port, host, (error?: Error) => settle(error));
  return hostCallback(loop, `connect a datagram socket to ${host}:${port}`, start, () => channel.close());
}
