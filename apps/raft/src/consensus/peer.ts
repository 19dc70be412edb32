import { type Coroutine, sleep } from "asyncio-ts";
import type { Address } from "../wire/address.ts";
import { ConnectionLost } from "../wire/connection-lost.ts";
import { Endpoint } from "../wire/endpoint.ts";
import type { AppendReply, AppendRequest, SnapshotRequest, VoteReply, VoteRequest } from "./messages.ts";
import type { Settings } from "./settings.ts";

/** Another node of the cluster. */
export class Peer {
  readonly name: string;
  readonly #endpoint: Endpoint;
  readonly #retryDelay: number;

  constructor(name: string, address: Address, settings: Settings) {
    this.name = name;
    this.#endpoint = new Endpoint(address, settings.patience);
    this.#retryDelay = settings.retryDelay;
  }

  /**
   * Calls the peer until it answers.
   *
   * @param request returns the message, anew each time, because the state may have changed during a try
   */
  ask(request: () => VoteRequest): Coroutine<VoteReply>;
  ask(request: () => AppendRequest | SnapshotRequest): Coroutine<AppendReply>;
  *ask(request: () => VoteRequest | AppendRequest | SnapshotRequest): Coroutine<unknown> {
    for (;;) {
      try {
        return yield* this.#endpoint.call(request());
      } catch (error) {
        if (!(error instanceof ConnectionLost)) throw error;
        yield* sleep(this.#retryDelay);
      }
    }
  }

  /** Closes the connections to the peer. */
  close(): void {
    this.#endpoint.close();
  }
}
