import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { Address, AddressInfo, Channel, Listener, Network } from "@asyncio-ts/streams/lowlevel";
import { submitTo } from "@asyncio-ts/promise/lowlevel";
import type { BlockingDriver } from "./blocking-driver.ts";
import type { Facts } from "./held-object.ts";
import type { IoThread } from "./io-thread.ts";
import { RemoteChannel, RemoteDatagramChannel } from "./remote-channel.ts";
import type { RemoteObject } from "./remote-object.ts";

type HeldChannelFacts = { facts: Facts; canEnd: boolean };

/** A listening socket that the I/O thread holds. */
class RemoteListener implements Listener, RemoteObject {
  readonly #thread: IoThread;
  readonly #id: number;
  readonly #accept: (channel: Channel) => void;
  #addresses: Address[] = [];
  isOpen = true;

  constructor(thread: IoThread, id: number, accept: (channel: Channel) => void) {
    this.#thread = thread;
    this.#id = id;
    this.#accept = accept;
    thread.attach(id, this);
  }

  listening(addresses: Address[]): this {
    this.#addresses = addresses;
    return this;
  }

  addresses(): Address[] {
    return this.#addresses;
  }

  close(): void {
    this.isOpen = false;
    this.#thread.detach(this.#id);
    this.#thread.tell(this.#id, "close", []);
  }

  onEvent(_event: "accepted", [id, held]: readonly any[]): void {
    this.#accept(new RemoteChannel(this.#thread, id as number, held as HeldChannelFacts));
  }

  onEnd(): void {
    this.isOpen = false;
  }
}

/** Returns the network of a `BlockingLoop`: Node's sockets, held by the I/O thread. */
export function remoteNetwork(driver: BlockingDriver): Network {
  /** Calls a service. A call that opens an object has the object closed if its answer is no longer wanted. */
  function* ask<T>(loop: EventLoop, thread: IoThread, name: string, opens: number | null, ...args: unknown[]): Coroutine<T> {
    const sent = opens === null ? args : [opens, ...args];
    const executor = {
      submit: (_: null, settle: never) => thread.call(name, name, sent, [], settle),
      shutdown: null as never,
    };
    let isReceived = false;
    try {
      const value = yield* submitTo<T, null>(loop, executor, null);
      isReceived = true;
      return value;
    } finally {
      if (!isReceived && opens !== null) thread.release(opens);
    }
  }
  function* openChannel(loop: EventLoop, name: string, ...args: unknown[]): Coroutine<Channel> {
    const { thread } = driver;
    const id = thread.newId();
    return new RemoteChannel(thread, id, yield* ask<HeldChannelFacts>(loop, thread, name, id, ...args));
  }
  function* listen(loop: EventLoop, name: string, accept: (channel: Channel) => void, ...args: unknown[]): Coroutine<Listener> {
    const { thread } = driver;
    const id = thread.newId();
    const listener = new RemoteListener(thread, id, accept);
    return listener.listening(yield* ask<Address[]>(loop, thread, name, id, ...args));
  }
  return {
    connect: (loop, address, options) => openChannel(loop, "connect", address, options),
    connectUnix: (loop, path) => openChannel(loop, "connectUnix", path),
    listen: (loop, address, options, accept) => listen(loop, "listen", accept, address, options),
    listenUnix: (loop, path, options, accept) => listen(loop, "listenUnix", accept, path, options),
    *secure(loop, channel, options, early) {
      const { id } = channel as RemoteChannel;
      driver.thread.detach(id);
      return yield* openChannel(loop, "secure", id, options, early);
    },
    *openDatagram(loop, options) {
      const { thread } = driver;
      const id = thread.newId();
      return new RemoteDatagramChannel(thread, id, yield* ask<Facts>(loop, thread, "openDatagram", id, options));
    },
    getaddrinfo: (loop, host, port, options) => ask<AddressInfo[]>(loop, driver.thread, "getaddrinfo", null, host, port, options),
    getnameinfo: (loop, address) => ask<[string, string]>(loop, driver.thread, "getnameinfo", null, address),
  };
}
