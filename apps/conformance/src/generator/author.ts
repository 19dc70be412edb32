import type { Block, Slot, Statement } from "../language/program.ts";
import { callbacks } from "./callback.ts";
import { contexts } from "./context.ts";
import { errorSpec, flow } from "./flow.ts";
import { futures } from "./future.ts";
import type { Place } from "./place.ts";
import type { Named } from "./primitive.ts";
import type { Random } from "./random.ts";
import { scopes } from "./scope.ts";
import { sync, use } from "./sync.ts";
import { tasks } from "./task.ts";

/** Makes one statement or some that go together, or nothing where there is nothing to say. */
export type Maker = (author: Author, place: Place) => Statement | Block | undefined;

export interface Repertoire {
  /** Statements that callbacks may hold as well as tasks. */
  now: [weight: number, maker: Maker][];
  waiting: [weight: number, maker: Maker][];
}

const repertoires: Repertoire[] = [flow, tasks, futures, callbacks, contexts, scopes];
const now = repertoires.flatMap((repertoire) => repertoire.now);
const everything = [...now, ...repertoires.flatMap((repertoire) => repertoire.waiting)];
const nowAndSync = [...now, ...sync.now];
const everythingAndSync = [...everything, ...sync.now, ...sync.waiting];

type Kind = "future" | "handle" | "scope" | "group" | "callback" | "context" | "token" | "iterator" | "made";

const letter: Record<Kind, string> = {
  future: "f",
  handle: "h",
  scope: "s",
  group: "g",
  callback: "c",
  context: "x",
  token: "k",
  iterator: "i",
  made: "m",
};

/** Writes one program: knows what it has named so far and how much may still be written. */
export class Author {
  readonly random: Random;
  /** Tasks by rank; all are known from the start, so that elder tasks may speak of younger ones. */
  readonly tasks: Slot[];
  /** The ranks of futures that stand on tasks. */
  readonly ranks: Map<Slot, number> = new Map();
  /** Locks, queues and the like; many programs have none. */
  readonly primitives: Named[] = [];
  readonly #slots: Record<Kind, Slot[]> = {
    future: ["f1", "f2"],
    handle: [],
    scope: [],
    group: [],
    callback: [],
    context: [],
    token: [],
    iterator: [],
    made: [],
  };
  #spawned = 0;
  #left: number;
  #marks = 0;

  constructor(random: Random, tasks: number, statements: number) {
    this.random = random;
    this.tasks = Array.from({ length: tasks }, (_, index) => `t${index + 1}`);
    this.#left = statements;
  }

  /** A number that no other statement holds. */
  mark(): number {
    return ++this.#marks;
  }

  fresh(kind: Kind): Slot {
    const slots = this.#slots[kind];
    const slot = `${letter[kind]}${slots.length + 1}`;
    slots.push(slot);
    return slot;
  }

  any(kind: Kind): Slot | undefined {
    return this.random.pick(this.#slots[kind]);
  }

  /** The next task to start; its number is its rank. */
  nextTask(): number | undefined {
    return this.#spawned < this.tasks.length ? ++this.#spawned : undefined;
  }

  /** What one task does: the plan gives each its own share of statements. */
  taskBody(place: Place): Block {
    const left = this.#left;
    this.#left = this.random.between(5, 18);
    // Tasks that begin at a primitive are there together.
    const first = this.primitives.length > 0 && this.random.chance(0.6) ? use(this, place) : undefined;
    const body = [first ?? [], this.block(place, 1, 5)].flat();
    this.#left = left;
    // Children that fail are what their parents must be ready for.
    if (this.random.chance(0.2)) body.push({ op: "raise", error: errorSpec(this) });
    return body;
  }

  block(place: Place, low: number, high: number): Block {
    const wanted = this.random.between(low, high);
    const block: Block = [];
    while (block.length < wanted && this.#left > 0) {
      block.push(...[this.#statement(place) ?? []].flat());
    }
    return block;
  }

  #statement(place: Place): Statement | Block | undefined {
    this.#left--;
    const [all, some] = this.primitives.length > 0 ? [everythingAndSync, nowAndSync] : [everything, now];
    return this.random.weighted(place.waits ? all : some)(this, place);
  }
}
