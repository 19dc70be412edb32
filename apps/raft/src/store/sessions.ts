import type { Result } from "./command.ts";

/** The last change of a session, and its result. */
interface Answered {
  readonly sequence: number;
  readonly result: Result;
}

/** Sessions are forgotten, the longest unused one first, so that the state does not grow with each client that ever was. */
const MAX_SESSIONS = 1024;

/** The answers to clients. A client that got none sends its change again, and gets the answer to the first one. */
export class Sessions {
  /** By session, the last used one last. */
  #answered = new Map<number, Answered>();

  open(session: number): void {
    this.record(session, 0, { value: null });
    for (const oldest of this.#answered.keys()) {
      if (this.#answered.size <= MAX_SESSIONS) break;
      this.#answered.delete(oldest);
    }
  }

  /** Returns the result of a change that was executed before; undefined if it is new. */
  resultOf(session: number, sequence: number): Result | undefined {
    const last = this.#answered.get(session);
    if (last === undefined) return { expired: true };
    if (sequence < last.sequence) return { failure: `change ${sequence} of session ${session} came after change ${last.sequence}` };
    return sequence === last.sequence ? last.result : undefined;
  }

  record(session: number, sequence: number, result: Result): void {
    this.#answered.delete(session);
    this.#answered.set(session, { sequence, result });
  }

  snapshot(): [number, Answered][] {
    return [...this.#answered];
  }

  restore(answered: [number, Answered][]): void {
    this.#answered = new Map(answered);
  }
}
