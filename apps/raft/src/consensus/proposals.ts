import { type Coroutine, Future } from "asyncio-ts";
import { NotLeader } from "./not-leader.ts";

/** The commands that this node has appended as a leader, until they are applied. */
export class Proposals {
  readonly #waits = new Map<number, { term: number; result: Future<unknown> }>();

  /** Waits for the result of the command at an index. @throws NotLeader if another leader's entry has replaced it */
  *result(index: number, term: number): Coroutine<unknown> {
    const result = new Future<unknown>();
    this.#waits.set(index, { term, result });
    try {
      return yield* result;
    } finally {
      this.#waits.delete(index);
    }
  }

  /** Passes on the result of an applied entry. */
  applied(index: number, term: number, result: unknown): void {
    const wait = this.#waits.get(index);
    if (wait === undefined || wait.result.done()) return;
    if (wait.term === term) wait.result.setResult(result);
    else wait.result.setException(new NotLeader(null));
  }

  /** Ends all waits, because this node leads no more. */
  fail(error: NotLeader): void {
    for (const { result } of this.#waits.values()) if (!result.done()) result.setException(error);
  }
}
