import { type Coroutine, getEventLoop } from "@asyncio-ts/tasks";
import type { AddressInfo, Channel, DatagramOptions, Listener, ListenOptions, TlsOptions } from "@asyncio-ts/streams/lowlevel";
import type { JobControl } from "@asyncio-ts/promise/lowlevel";
import { nodeNetwork } from "../network/node-network.ts";
import { heldChannel, heldDatagramChannel } from "./held-channel.ts";
import { type Facts, factsOf } from "./held-object.ts";
import type { HeldObjects } from "./held-objects.ts";
import type { IoService } from "./io-service.ts";

/** The address of a listening socket. */
type ListenAddress = Parameters<typeof nodeNetwork.listen>[1];

/** Returns the services that open Node's sockets for the blocked thread, which chooses the numbers of the objects. */
export function networkServices(objects: HeldObjects): Readonly<Record<string, IoService>> {
  const channels = new WeakMap<object, Channel>();
  const hold = (id: number, channel: Channel): { facts: Facts; canEnd: boolean } => {
    const held = heldChannel(channel, objects.emitter(id));
    channels.set(held, channel);
    objects.add(id, held);
    return { facts: factsOf(channel), canEnd: channel.canEnd };
  };
  const accept = (id: number) => (channel: Channel) => {
    const accepted = objects.newId();
    objects.emitter(id)("accepted", [accepted, hold(accepted, channel)]);
  };
  const holdListener = (id: number, listener: Listener) => {
    objects.add(id, { close: () => listener.close() });
    return listener.addresses();
  };
  return {
    *connect(_, id: number, address: AddressInfo, options: { localAddr?: AddressInfo }) {
      return hold(id, yield* nodeNetwork.connect(getEventLoop(), address, options));
    },
    *connectUnix(_, id: number, path: string) {
      return hold(id, yield* nodeNetwork.connectUnix(getEventLoop(), path));
    },
    *listen(_, id: number, address: ListenAddress, options: ListenOptions) {
      return holdListener(id, yield* nodeNetwork.listen(getEventLoop(), address, options, accept(id)));
    },
    *listenUnix(_, id: number, path: string, options: ListenOptions) {
      return holdListener(id, yield* nodeNetwork.listenUnix(getEventLoop(), path, options, accept(id)));
    },
    *secure(_, id: number, plain: number, options: TlsOptions, early: readonly Uint8Array[]) {
      const channel = channels.get(objects.take(plain) ?? {});
      if (channel === undefined) throw Object.assign(new Error("the connection is closed"), { code: "ECONNRESET" });
      return hold(id, yield* nodeNetwork.secure(getEventLoop(), channel, options, early));
    },
    *openDatagram(_, id: number, options: DatagramOptions) {
      const channel = yield* nodeNetwork.openDatagram(getEventLoop(), options);
      objects.add(id, heldDatagramChannel(channel, objects.emitter(id)));
      return factsOf(channel);
    },
    getaddrinfo: (_: JobControl, host: string, port: number, options: { family?: 4 | 6 }): Coroutine<unknown> =>
      nodeNetwork.getaddrinfo(getEventLoop(), host, port, options),
    getnameinfo: (_: JobControl, address: AddressInfo): Coroutine<unknown> => nodeNetwork.getnameinfo(getEventLoop(), address),
  };
}
