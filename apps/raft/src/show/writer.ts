import type { Coroutine } from "asyncio-ts";
import { Client } from "../store/client.ts";
import type { Members } from "../wire/address.ts";

/** A client that writes without a pause, and keeps account of all that was acknowledged. */
export class Writer {
  readonly #members: Members;
  readonly #name: string;
  /** The acknowledged values, by key. */
  readonly acknowledged = new Map<string, number>();
  #isStopped = false;

  constructor(members: Members, name: string) {
    this.#members = members;
    this.#name = name;
  }

  /** Writes a key of its own, and adds to a counter that all writers share, until it is stopped. */
  *run(): Coroutine<void> {
    using client = new Client(this.#members);
    for (let value = 1; !this.#isStopped; value++) {
      const key = `${this.#name}${value}`;
      yield* client.put(key, value);
      this.acknowledged.set(key, value);
      yield* client.add("writes");
    }
  }

  /** Lets it end after the present write. */
  stop(): void {
    this.#isStopped = true;
  }
}
