import type {
  Address,
  AddressInfo,
  Channel,
  DatagramChannel,
  DatagramOptions,
  Family,
  Listener,
  Network,
  TlsOptions,
} from "@asyncio-ts/streams/lowlevel";
import { type Coroutine, type EventLoop, sleep } from "@asyncio-ts/tasks";
import { MemoryChannel } from "./memory-channel.ts";
import { MemoryDatagrams } from "./memory-datagrams.ts";
import { secureChannel } from "./memory-tls.ts";

/** Takes the connections of a listener. */
type Accept = (channel: Channel) => void;

/** The first of the ports for sockets that ask for a free one. */
const FIRST_FREE_PORT = 49_152;

/** An error as the host throws it. */
function failure(code: string, call: string, where: string): Error {
  return Object.assign(new Error(`${call} ${code} ${where}`), { code, syscall: call });
}

/**
 * A network in memory, so that servers, clients and datagrams work on virtual time. Nothing leaves the loop.
 *
 * Each host name is an address of its own, except `localhost`, which is 127.0.0.1. TLS is a handshake without encryption.
 *
 * @example
 * ```ts
 * import { type NetworkedLoop, openConnection, startServer } from "@asyncio-ts/streams";
 * import { MemoryNetwork, VirtualLoop } from "@asyncio-ts/testing";
 * import { run } from "@asyncio-ts/tasks";
 *
 * const loop: NetworkedLoop = new VirtualLoop();
 * loop.network = new MemoryNetwork();
 *
 * function* main() {
 *   const server = yield* startServer(
 *     function* (reader, writer) {
 *       writer.write(yield* reader.readline());
 *       writer.close();
 *     },
 *     "localhost",
 *     7000,
 *   );
 *   const [reader, writer] = yield* openConnection("localhost", 7000);
 *   writer.write("hello\n");
 *   console.log(new TextDecoder().decode(yield* reader.read()).trim());
 *   writer.close();
 *   server.close();
 * }
 *
 * run(main, { loop });
 * // prints hello
 * ```
 */
export class MemoryNetwork implements Network {
  readonly #listeners = new Map<string, Accept>();
  readonly #datagrams = new MemoryDatagrams();
  #nextPort = FIRST_FREE_PORT;

  /** Connects to a server of this network. */
  *connect(loop: EventLoop, { host, port }: AddressInfo, options: { localAddr?: AddressInfo | undefined }): Coroutine<Channel> {
    yield* sleep(0);
    const accept = this.#listeners.get(`${host}:${port}`) ?? this.#listeners.get(`null:${port}`);
    if (accept === undefined) throw failure("ECONNREFUSED", "connect", `${host}:${port}`);
    const { localAddr } = options;
    const own: Address = [localAddr?.host ?? "127.0.0.1", localAddr?.port || this.#nextPort++];
    return this.#connect(loop, accept, own, [host, port]);
  }

  /** Connects to a server on the path of a Unix socket. */
  *connectUnix(loop: EventLoop, path: string): Coroutine<Channel> {
    yield* sleep(0);
    const accept = this.#listeners.get(path);
    if (accept === undefined) throw failure("ENOENT", "connect", path);
    return this.#connect(loop, accept, "", path);
  }

  #connect(loop: EventLoop, accept: Accept, own: Address, other: Address): Channel {
    const client = new MemoryChannel(loop, { facts: { sockname: own, peername: other } });
    const server = new MemoryChannel(loop, { facts: { sockname: other, peername: own } });
    MemoryChannel.connect(client, server);
    loop.callSoon(() => accept(server));
    return client;
  }

  /** Listens on an address. */
  *listen(
    _loop: EventLoop,
    address: { host: string | null; port: number },
    _options: object,
    accept: (channel: Channel) => void,
  ): Coroutine<Listener> {
    const { host } = address;
    const port = address.port || this.#nextPort++;
    return this.#listen(`${host}:${port}`, [host ?? "::", port], accept);
  }

  /** Listens on the path of a Unix socket. */
  *listenUnix(_loop: EventLoop, path: string, _options: object, accept: (channel: Channel) => void): Coroutine<Listener> {
    return this.#listen(path, path, accept);
  }

  #listen(key: string, address: Address, accept: Accept): Listener {
    if (this.#listeners.has(key)) throw failure("EADDRINUSE", "listen", key);
    this.#listeners.set(key, accept);
    return { addresses: () => [address], close: () => this.#listeners.delete(key) };
  }

  /** Exchanges a hello in place of TLS's handshake. */
  secure(loop: EventLoop, channel: Channel, options: TlsOptions, early: readonly Uint8Array[]): Coroutine<Channel> {
    return secureChannel(loop, channel, options, early);
  }

  /** Opens a datagram socket. */
  *openDatagram(loop: EventLoop, options: DatagramOptions): Coroutine<DatagramChannel> {
    const { host = "127.0.0.1", port = 0 } = options.localAddr ?? {};
    const own: [string, number] = [host, port || this.#nextPort++];
    const channel = this.#datagrams.open(loop, own, options.remoteAddr ?? null);
    if (channel === null) throw failure("EADDRINUSE", "bind", own.join(":"));
    return channel;
  }

  /** Returns the one address of a host name. */
  *getaddrinfo(_loop: EventLoop, host: string, port: number, options: { family?: Family | undefined }): Coroutine<AddressInfo[]> {
    yield* sleep(0);
    const family = host.includes(":") ? 6 : 4;
    if (options.family !== undefined && options.family !== family) throw failure("ENOTFOUND", "getaddrinfo", host);
    return [{ family, host: host === "localhost" ? "127.0.0.1" : host, port }];
  }

  /** Returns the host name of an address. */
  *getnameinfo(_loop: EventLoop, { host, port }: AddressInfo): Coroutine<[host: string, service: string]> {
    yield* sleep(0);
    return [host === "127.0.0.1" ? "localhost" : host, String(port)];
  }
}
