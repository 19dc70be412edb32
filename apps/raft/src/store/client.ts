import { type Coroutine, Lock, sleep } from "asyncio-ts";
import type { Members } from "../wire/address.ts";
import { ConnectionLost } from "../wire/connection-lost.ts";
import { Endpoint } from "../wire/endpoint.ts";
import type { Change, Result, Value } from "./command.ts";
import type { ClientReply, ClientRequest } from "./request.ts";

export interface ClientSettings {
  /** Milliseconds until a request without an answer is sent again, to the next node. */
  readonly patience: number;
  /** Milliseconds until the next try when no leader is known. */
  readonly retryDelay: number;
}

/**
 * A client of the store. It finds the leader, and tries again until it has an answer: a `timeout` around a call limits that.
 *
 * Each call is executed once and takes effect at a moment between its begin and its end. If a change is cancelled, it is executed
 * once or never. The changes of one client are executed one after the other.
 */
export class Client implements Disposable {
  readonly #endpoints: Map<string, Endpoint>;
  readonly #retryDelay: number;
  readonly #turn: Lock = new Lock();
  /** The node that is asked first. */
  #favourite: string;
  #session: number | null = null;
  #sequence = 0;

  constructor(members: Members, { patience, retryDelay }: ClientSettings = { patience: 1000, retryDelay: 50 }) {
    const [first] = members.keys();
    if (first === undefined) throw new RangeError("Client: at least one member was expected");
    this.#endpoints = new Map(Array.from(members, ([name, address]) => [name, new Endpoint(address, patience)]));
    this.#retryDelay = retryDelay;
    this.#favourite = first;
  }

  /** Returns the value of a key; null if it is missing. */
  *get(key: string): Coroutine<Value | null> {
    return (yield* this.#ask({ kind: "read", key })) as Value | null;
  }

  /** Sets the value of a key. */
  *put(key: string, value: Value): Coroutine<void> {
    yield* this.#change({ change: "put", key, value });
  }

  /** Adds to the number of a key, 0 if it is missing, and returns the sum. @throws Error if the value is a string */
  *add(key: string, by = 1): Coroutine<number> {
    return (yield* this.#change({ change: "add", key, by })) as number;
  }

  /** Removes a key. Returns whether there was one. */
  *remove(key: string): Coroutine<boolean> {
    return (yield* this.#change({ change: "remove", key })) as boolean;
  }

  /** Sets the value of a key if it has the expected one, null if it is missing. Returns whether it had. */
  *swap(key: string, expected: Value | null, value: Value): Coroutine<boolean> {
    return (yield* this.#change({ change: "swap", key, expected, value })) as boolean;
  }

  /** Closes the connections. */
  [Symbol.dispose](): void {
    for (const endpoint of this.#endpoints.values()) endpoint.close();
  }

  *#change(change: Change): Coroutine<Value | boolean | null> {
    using _ = yield* this.#turn.acquire();
    this.#session ??= (yield* this.#ask({ kind: "open" })) as number;
    const sequence = ++this.#sequence;
    return yield* this.#ask({ kind: "change", session: this.#session, sequence, change });
  }

  #valueOf(result: Result): Value | boolean | null {
    if ("value" in result) return result.value;
    if ("failure" in result) throw new Error(result.failure);
    this.#session = null;
    throw new Error("the session has expired: it was not used for long. A change may have been executed or not");
  }

  /** Asks one node after the other, until the leader has answered. */
  *#ask(request: ClientRequest): Coroutine<Value | boolean | null> {
    for (;;) {
      const reply = yield* this.#try(request);
      if ("result" in reply) return this.#valueOf(reply.result);
      if ("refusal" in reply) throw new TypeError(reply.refusal);
      if (reply.redirect !== null && reply.redirect !== this.#favourite && this.#endpoints.has(reply.redirect)) {
        this.#favourite = reply.redirect;
      } else {
        this.#favourite = this.#after(this.#favourite);
        yield* sleep(this.#retryDelay);
      }
    }
  }

  *#try(request: ClientRequest): Coroutine<ClientReply> {
    try {
      return (yield* this.#endpoints.get(this.#favourite)!.call(request)) as ClientReply;
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error;
      return { redirect: null };
    }
  }

  #after(name: string): string {
    const names = [...this.#endpoints.keys()];
    return names[(names.indexOf(name) + 1) % names.length]!;
  }
}
