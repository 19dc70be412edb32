import { type Coroutine, TimeoutError, waitFor } from "asyncio-ts";
import type { Address } from "./address.ts";
import { ConnectionLost } from "./connection-lost.ts";
import { Connection } from "./connection.ts";

/** A node as others see it: an address that answers requests. Connections are kept for the next request. */
export class Endpoint {
  readonly #address: Address;
  readonly #patience: number;
  readonly #idle: Connection[] = [];
  #isClosed = false;

  /** @param patience milliseconds until a request without an answer has failed */
  constructor(address: Address, patience: number) {
    this.#address = address;
    this.#patience = patience;
  }

  /**
   * Sends a request, and waits for its reply. The request may have been executed even if it failed.
   *
   * @throws ConnectionLost if no reply came in time
   */
  *call(request: object): Coroutine<unknown> {
    try {
      return yield* waitFor(this.#exchange(request), this.#patience);
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      throw new ConnectionLost(`${this.#address.join(":")} did not answer within ${this.#patience} ms`, { cause: error });
    }
  }

  /** Closes all connections. */
  close(): void {
    this.#isClosed = true;
    for (const connection of this.#idle.splice(0)) connection.close();
  }

  *#exchange(request: object): Coroutine<unknown> {
    const connection = this.#idle.pop() ?? (yield* Connection.open(this.#address));
    let isReusable = false;
    try {
      yield* connection.send(request);
      const reply = yield* connection.receive();
      isReusable = !this.#isClosed;
      return reply;
    } finally {
      // On a connection with an open request, the next reply would be for that one.
      if (isReusable) this.#idle.push(connection);
      else connection.close();
    }
  }
}
