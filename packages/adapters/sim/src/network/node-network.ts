import type {
  AddressInfo,
  Channel,
  DatagramChannel,
  DatagramOptions,
  Family,
  Listener,
  ListenOptions,
  Network,
  TlsOptions,
} from "@asyncio-ts/streams/lowlevel";
import { type Coroutine, type EventLoop, sleep } from "@asyncio-ts/tasks";
import { secureChannel } from "@asyncio-ts/testing/lowlevel";
import { Connecting } from "./connecting.ts";
import { SimulatedDatagrams } from "./datagrams.ts";
import { addTo, type Host, removeFrom } from "./host.ts";
import { networkError } from "./network-error.ts";
import type { Switchboard } from "./switchboard.ts";

/** The network as one node sees it. */
export class NodeNetwork implements Network {
  readonly #board: Switchboard;
  readonly #host: Host;

  constructor(board: Switchboard, host: Host) {
    this.#board = board;
    this.#host = host;
  }

  *connect(loop: EventLoop, { host, port }: AddressInfo, options: { localAddr?: AddressInfo | undefined }): Coroutine<Channel> {
    const to = this.#board.find(this.#host, host);
    if (to === null) throw this.#board.unknownHost(host);
    const ownPort = options.localAddr?.port || this.#host.freePort();
    return yield* this.#connect(new Connecting(this.#board, { loop, from: this.#host, ownPort, to, port }));
  }

  *connectUnix(loop: EventLoop, path: string): Coroutine<Channel> {
    if (!this.#host.listeners.has(path)) {
      yield* sleep(0);
      throw networkError("ENOENT", "connect", path);
    }
    const host = this.#host;
    return yield* this.#connect(new Connecting(this.#board, { loop, from: host, ownPort: 0, to: host, port: path }));
  }

  *#connect(attempt: Connecting): Coroutine<Channel> {
    try {
      return yield* attempt.done;
    } catch (error) {
      attempt.abandon();
      throw error;
    }
  }

  *listen(
    loop: EventLoop,
    address: { host: string | null; port: number },
    options: ListenOptions,
    accept: (channel: Channel) => void,
  ): Coroutine<Listener> {
    const { host } = address;
    const port = address.port || this.#host.freePort();
    if (host !== null && this.#board.find(this.#host, host) !== this.#host)
      throw networkError("EADDRNOTAVAIL", "listen", `${host}:${port}`);
    if (this.#host.listeners.has(port) && options.reusePort !== true) throw networkError("EADDRINUSE", "listen", `${host ?? "::"}:${port}`);
    return this.#listen(loop, port, accept);
  }

  *listenUnix(loop: EventLoop, path: string, _: ListenOptions, accept: (channel: Channel) => void): Coroutine<Listener> {
    if (this.#host.listeners.has(path)) throw networkError("EADDRINUSE", "listen", path);
    return this.#listen(loop, path, accept);
  }

  #listen(loop: EventLoop, port: number | string, accept: (channel: Channel) => void): Listener {
    const listening = { loop, accept };
    const { listeners, name } = this.#host;
    addTo(listeners, port, listening);
    return { addresses: () => [typeof port === "string" ? port : [name, port]], close: () => removeFrom(listeners, port, listening) };
  }

  secure(loop: EventLoop, channel: Channel, options: TlsOptions, early: readonly Uint8Array[]): Coroutine<Channel> {
    return secureChannel(loop, channel, options, early);
  }

  *openDatagram(loop: EventLoop, { localAddr, remoteAddr, reusePort }: DatagramOptions): Coroutine<DatagramChannel> {
    const port = localAddr?.port || this.#host.freePort();
    const host = localAddr?.host;
    if (host !== undefined && this.#board.find(this.#host, host) !== this.#host)
      throw networkError("EADDRNOTAVAIL", "bind", `${host}:${port}`);
    if (this.#host.datagrams.has(port) && reusePort !== true) throw networkError("EADDRINUSE", "bind", `${this.#host.name}:${port}`);
    return new SimulatedDatagrams(this.#board, this.#host, loop, port, remoteAddr ?? null);
  }

  *getaddrinfo(_: EventLoop, host: string, port: number, options: { family?: Family | undefined }): Coroutine<AddressInfo[]> {
    yield* sleep(0);
    const found = this.#board.find(this.#host, host);
    if (found === null) throw this.#board.unknownHost(host);
    return [{ family: options.family ?? (host.includes(":") ? 6 : 4), host: found.name, port }];
  }

  *getnameinfo(_: EventLoop, { host, port }: AddressInfo): Coroutine<[host: string, service: string]> {
    yield* sleep(0);
    const found = this.#board.find(this.#host, host);
    if (found === null) throw this.#board.unknownHost(host);
    return [found.name, String(port)];
  }
}
