import { type Coroutine, type TaskGroup, taskGroup } from "asyncio-ts";
import type { Ballot } from "./ballot.ts";
import type { ElectionTimer } from "./election-timer.ts";
import type { Leadership } from "./leadership.ts";
import { NotLeader } from "./not-leader.ts";

export type Role = "follower" | "candidate" | "leader";

/**
 * What a node is in the current term.
 *
 * The tasks of a candidate or of a leader live in one task group, which is cancelled when the role ends.
 */
export class Standing {
  readonly #name: string;
  readonly #ballot: Ballot;
  readonly #timer: ElectionTimer;
  #role: Role = "follower";
  #leader: string | null = null;
  #leadership: Leadership | null = null;
  #tasks: TaskGroup | null = null;

  constructor(name: string, ballot: Ballot, timer: ElectionTimer) {
    this.#name = name;
    this.#ballot = ballot;
    this.#timer = timer;
  }

  get role(): Role {
    return this.#role;
  }

  /** The name of the leader in the current term; null if it is not known. */
  get leader(): string | null {
    return this.#leader;
  }

  /** This node's leadership; null if it does not lead. */
  get leadership(): Leadership | null {
    return this.#leadership;
  }

  /** Returns this node's leadership. @throws NotLeader */
  requireLeadership(): Leadership {
    if (this.#leadership === null) throw new NotLeader(this.#leader);
    return this.#leadership;
  }

  /** Enters the term of a message if it is later. The leader or the candidate of an earlier term becomes a follower. */
  observe(term: number): void {
    if (term <= this.#ballot.term) return;
    this.#ballot.enter(term);
    this.#leader = null;
    this.follow();
  }

  /** Takes note of a leader's message. Returns false if the term of that leader is over. */
  accepts(leader: string, term: number): boolean {
    this.observe(term);
    if (term < this.#ballot.term) return false;
    this.#leader = leader;
    this.#timer.putOff();
    if (this.#role === "candidate") this.follow();
    return true;
  }

  /** Becomes a candidate in the next term, with its own vote. */
  stand(): void {
    this.#ballot.enter(this.#ballot.term + 1, this.#name);
    this.#role = "candidate";
    this.#leader = null;
    this.#timer.reset();
  }

  /** Becomes the leader. */
  lead(leadership: Leadership): void {
    this.#role = "leader";
    this.#leader = this.#name;
    this.#leadership = leadership;
    this.#tasks?.cancel();
  }

  /** Becomes a follower. */
  follow(): void {
    // A leader's own timer has run out long ago.
    if (this.#role === "leader") this.#timer.reset();
    this.#role = "follower";
    this.#leadership?.end(this.#leader);
    this.#leadership = null;
    this.#tasks?.cancel();
  }

  /** Runs the tasks of a role, until they end or the role does. */
  *during(body: (group: TaskGroup) => Coroutine<void>): Coroutine<void> {
    try {
      yield* taskGroup((group) => {
        this.#tasks = group;
        return body(group);
      });
    } finally {
      this.#tasks = null;
    }
  }
}
