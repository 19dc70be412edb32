import type { Coroutine } from "asyncio-ts";
import { NotLeader } from "../consensus/not-leader.ts";
import type { Raft } from "../consensus/raft.ts";
import type { Result } from "./command.ts";
import type { KeyValueStore } from "./key-value-store.ts";
import { type ClientReply, type ClientRequest, isOfPeer, mistakeIn, type Request, type Status } from "./request.ts";

/** Answers the requests of clients and of other nodes. */
export class Service {
  readonly #raft: Raft;
  readonly #store: KeyValueStore;

  constructor(raft: Raft, store: KeyValueStore) {
    this.#raft = raft;
    this.#store = store;
  }

  /** Answers a message of the network, whatever it is. */
  *answer(message: unknown): Coroutine<object> {
    const mistake = mistakeIn(message);
    if (mistake !== null) return { refusal: mistake } satisfies ClientReply;
    const request = message as Request;
    if (isOfPeer(request)) return yield* this.#raft.answer(request);
    if (request.kind === "status") return this.#status();
    try {
      return { result: yield* this.#execute(request) } satisfies ClientReply;
    } catch (error) {
      if (!(error instanceof NotLeader)) throw error;
      return { redirect: error.leader } satisfies ClientReply;
    }
  }

  *#execute(request: ClientRequest): Coroutine<Result> {
    if (request.kind !== "read") return (yield* this.#raft.propose(request)) as Result;
    yield* this.#raft.read();
    return { value: this.#store.get(request.key) };
  }

  #status(): Status {
    const { standing, ballot, applier } = this.#raft;
    return { role: standing.role, term: ballot.term, applied: applier.applied.value };
  }
}
