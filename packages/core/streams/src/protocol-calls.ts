import { isPlainFunction, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Future } from "@asyncio-ts/tasks";
import type { BufferedProtocol, Protocol } from "./protocol.ts";
import type { Transport } from "./transport.ts";

/** Reports an error of a protocol. */
export function protocolFailed(message: string, exception: unknown, transport: Transport, protocol: object): void {
  transport._loop.callExceptionHandler({ message, exception, transport, protocol });
}

/** Tells the protocol that the connection is made, then has the transport read. Then settles the future. The first step of a transport. */
export function passMade(transport: Transport, made: Future<void> | null): void {
  try {
    transport.getProtocol().connectionMade?.(transport);
  } finally {
    transport._start();
    if (made?.done() === false) made.setResult();
  }
}

/** Tells the protocol that the connection is lost. The last step of a transport. */
export function passLost(transport: Transport, error: unknown): void {
  transport._lost(error);
}

/** Passes a chunk to a protocol. An error is reported, and closes the transport. */
export function passData(transport: Transport, protocol: Protocol | BufferedProtocol, chunk: Uint8Array): void {
  let method = "dataReceived()";
  try {
    if (!("getBuffer" in protocol)) return protocol.dataReceived?.(chunk);
    method = "getBuffer() or protocol.bufferUpdated()";
    fill(protocol, chunk);
  } catch (error) {
    protocolFailed(`Fatal error: protocol.${method} call failed.`, error, transport, protocol);
    transport._abort(error);
  }
}

/** Copies a chunk into the memory of a protocol, as often as that is needed. @throws Error if the memory is empty */
function fill(protocol: BufferedProtocol, chunk: Uint8Array): void {
  let rest = chunk;
  while (rest.length > 0) {
    const memory = protocol.getBuffer(rest.length);
    if (memory.length === 0) throw new Error("getBuffer() returned an empty buffer");
    const count = Math.min(memory.length, rest.length);
    memory.set(count === rest.length ? rest : rest.subarray(0, count));
    protocol.bufferUpdated(count);
    rest = rest.subarray(count);
  }
}

/** Tells a protocol that the peer has ended its side. Returns whether it keeps the transport open. An error closes the transport. */
export function passEnd(transport: Transport, protocol: Protocol | BufferedProtocol): boolean {
  try {
    return Boolean(protocol.eofReceived?.());
  } catch (error) {
    protocolFailed("Fatal error: protocol.eofReceived() call failed.", error, transport, protocol);
    transport._abort(error);
    return true;
  }
}

/** Checks a protocol factory. @throws TypeError if it is no plain function */
export function checkFactory(caller: string, factory: unknown): void {
  if (!isPlainFunction(factory)) throw wrongArgument(caller, "a plain function that returns a protocol", factory);
}

/** Calls a protocol factory. @throws TypeError if it returns no object */
export function makeProtocol<P extends object>(caller: string, factory: () => P): P {
  const protocol: unknown = factory();
  if (typeof protocol === "object" && protocol !== null && !(protocol instanceof Promise)) return protocol as P;
  throw wrongArgument(caller, "a protocol factory that returns a protocol", protocol);
}
