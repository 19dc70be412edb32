import { type Coroutine, type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";
import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { connectionMade } from "./connection-made.ts";
import { addressesOf } from "./connect-to-host.ts";
import { originOf } from "./connect-transport.ts";
import { DatagramTransport } from "./datagram-transport.ts";
import { networkOf } from "./installed-network.ts";
import type { AddressInfo, Family, Network } from "./network.ts";
import { checkFamily, checkHost, checkKnownOptions, checkPort } from "./options.ts";
import type { DatagramProtocol } from "./protocol.ts";
import { checkFactory, makeProtocol } from "./protocol-calls.ts";

/** The options of a datagram endpoint. */
export interface DatagramEndpointOptions {
  /** The address to receive on; a free port if it is omitted. */
  localAddr?: readonly [host: string, port: number] | undefined;
  /** The only address to send to and to receive from. */
  remoteAddr?: readonly [host: string, port: number] | undefined;
  /** Uses only addresses of this IP version. */
  family?: Family | undefined;
  /** Lets several processes receive on the same port. */
  reusePort?: boolean | undefined;
  /** Lets the endpoint send to broadcast addresses. */
  allowBroadcast?: boolean | undefined;
}

const CALLER = "createDatagramEndpoint";
const OPTIONS = ["localAddr", "remoteAddr", "family", "reusePort", "allowBroadcast"];

/**
 * Opens a datagram endpoint. `connectionMade` has been called when it returns. A cancellation leaves nothing open.
 *
 * Mirrors `loop.create_datagram_endpoint`.
 *
 * @param protocolFactory returns the protocol of the endpoint
 * @throws the error of the host, such as EADDRINUSE
 */
export function* createDatagramEndpoint<P extends DatagramProtocol>(
  protocolFactory: () => P,
  options: DatagramEndpointOptions = {},
): Coroutine<[transport: DatagramTransport, protocol: P]> {
  checkFactory(CALLER, protocolFactory);
  checkKnownOptions(CALLER, options, OPTIONS);
  const { localAddr, remoteAddr, family, reusePort, allowBroadcast } = options;
  checkFamily(CALLER, family);
  checkAddress("localAddr", localAddr);
  checkAddress("remoteAddr", remoteAddr);
  const loop = getRunningLoop();
  const network = networkOf(CALLER, loop);
  const remote = yield* addressOf(loop, network, remoteAddr, family);
  const local = yield* addressOf(loop, network, localAddr, family ?? remote?.family);
  const channel = yield* network.openDatagram(loop, { localAddr: local, remoteAddr: remote, reusePort, allowBroadcast });
  let protocol: P;
  let transport: DatagramTransport;
  try {
    protocol = makeProtocol(CALLER, protocolFactory);
    transport = new DatagramTransport(loop, channel, protocol, remote ?? null, originOf(loop, "DatagramTransport"));
  } catch (error) {
    channel.close();
    throw error;
  }
  yield* connectionMade(loop, transport, () => transport.abort());
  return [transport, protocol];
}

function checkAddress(name: string, address: unknown): void {
  if (address === undefined) return;
  const caller = `${CALLER}: ${name}`;
  if (!Array.isArray(address)) throw wrongArgument(caller, "[host, port]", address);
  checkHost(caller, address[0]);
  checkPort(caller, address[1]);
}

function* addressOf(
  loop: EventLoop,
  network: Network,
  address: readonly [host: string, port: number] | undefined,
  family: Family | undefined,
): Coroutine<AddressInfo | undefined> {
  return address === undefined ? undefined : (yield* addressesOf(CALLER, loop, network, ...address, family))[0];
}
