import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import { connectionMade } from "./connection-made.ts";
import type { Channel } from "./channel.ts";
import type { BufferedProtocol, Protocol } from "./protocol.ts";
import { checkFactory, makeProtocol } from "./protocol-calls.ts";
import { Transport } from "./transport.ts";

/** Returns the stack where something is opened; null outside debug mode. */
export function originOf(loop: EventLoop, name: string): Error | null {
  return loop.getDebug() ? new Error(`${name} opened here`) : null;
}

/**
 * Creates a transport on a channel that is not started. `connectionMade` is called in the next pass.
 *
 * @throws Error if the loop is closed
 */
export function openTransport(loop: EventLoop, channel: Channel, protocol: Protocol | BufferedProtocol): Transport {
  const transport = new Transport(loop, channel, protocol, { origin: originOf(loop, "Transport") });
  transport._begin(null);
  return transport;
}

/**
 * Creates a transport on a channel that is not started, and waits until `connectionMade` has been called.
 *
 * An error of the factory, or a cancellation, closes the channel.
 *
 * @param caller the function that errors name
 */
export function* connectTransport<P extends Protocol | BufferedProtocol>(
  caller: string,
  loop: EventLoop,
  channel: Channel,
  protocolFactory: () => P,
): Coroutine<[transport: Transport, protocol: P]> {
  let transport: Transport;
  let protocol: P;
  try {
    checkFactory(caller, protocolFactory);
    protocol = makeProtocol(caller, protocolFactory);
    transport = new Transport(loop, channel, protocol, { origin: originOf(loop, "Transport") });
  } catch (error) {
    channel.destroy();
    throw error;
  }
  yield* connectionMade(loop, transport, () => transport._abort(null));
  return [transport, protocol];
}
