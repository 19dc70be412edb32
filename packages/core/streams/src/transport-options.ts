import type { Transport } from "./transport.ts";
import type { WriteFlow } from "./write-flow.ts";

/** Keeps count of the transports that it has opened: a server. */
export interface TransportOwner {
  /** @internal Adds a transport. */
  _attach(transport: Transport): void;
  /** @internal Removes a transport after `connectionLost`. */
  _detach(transport: Transport): void;
}

/** The surroundings of a transport. */
export interface TransportOptions {
  readonly owner?: TransportOwner | null;
  /** The stack where it was opened; null outside debug mode. */
  readonly origin?: Error | null;
  readonly flow?: WriteFlow;
}
