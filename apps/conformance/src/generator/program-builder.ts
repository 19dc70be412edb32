import type { Block, Slot, Statement } from "../language/program.ts";
import { callbacks } from "./callback.ts";
import { contexts } from "./context.ts";
import { errorSpec, flow } from "./flow.ts";
import { futures } from "./future.ts";
import type { Position } from "./position.ts";
import type { NamedPrimitive } from "./primitive.ts";
import type { Random } from "./random.ts";
import { scopes } from "./scope.ts";
import { sync, use } from "./sync.ts";
import { tasks } from "./task.ts";

/** Generates a statement, or several that belong together, or nothing if the program has no object for it. */
export type Rule = (builder: ProgramBuilder, position: Position) => Statement | Block | undefined;

/** The rules for a group of statements, with their weights. */
export interface Grammar {
  /** For statements that never suspend, which callbacks may hold as well as tasks. */
  immediate: [weight: number, rule: Rule][];
  suspending: [weight: number, rule: Rule][];
}

const grammars: Grammar[] = [flow, tasks, futures, callbacks, contexts, scopes];
const immediate = grammars.flatMap((grammar) => grammar.immediate);
const all = [...immediate, ...grammars.flatMap((grammar) => grammar.suspending)];
const immediateWithSync = [...immediate, ...sync.immediate];
const allWithSync = [...all, ...sync.immediate, ...sync.suspending];

type Kind = "future" | "handle" | "scope" | "group" | "callback" | "context" | "token" | "iterator" | "made";

const letters: Record<Kind, string> = {
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

/** Builds one program: keeps the slots that are in use, and the number of statements that may still be added. */
export class ProgramBuilder {
  readonly random: Random;
  /** The slots of all tasks, by rank. They are known from the start, so that a task may refer to one that starts later. */
  readonly tasks: Slot[];
  /** The ranks of the futures that depend on tasks. */
  readonly ranks: Map<Slot, number> = new Map();
  /** Locks, queues and so on; empty in half of the programs. */
  readonly primitives: NamedPrimitive[] = [];
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
  #statementsLeft: number;
  #serial = 0;

  constructor(random: Random, tasks: number, statements: number) {
    this.random = random;
    this.tasks = Array.from({ length: tasks }, (_, index) => `t${index + 1}`);
    this.#statementsLeft = statements;
  }

  /** Returns a number that no other statement of the program holds. */
  serial(): number {
    return ++this.#serial;
  }

  newSlot(kind: Kind): Slot {
    const slots = this.#slots[kind];
    const slot = `${letters[kind]}${slots.length + 1}`;
    slots.push(slot);
    return slot;
  }

  anySlot(kind: Kind): Slot | undefined {
    return this.random.pick(this.#slots[kind]);
  }

  /** Returns the rank of the next task to start, undefined if all have started. */
  nextTask(): number | undefined {
    return this.#spawned < this.tasks.length ? ++this.#spawned : undefined;
  }

  /** Generates the body of a task, which has a budget of statements of its own. */
  taskBody(position: Position): Block {
    const left = this.#statementsLeft;
    this.#statementsLeft = this.random.between(5, 18);
    // Tasks that begin at a primitive contend for it.
    const first = this.primitives.length > 0 && this.random.chance(0.6) ? use(this, position) : undefined;
    const body = [first ?? [], this.block(position, 1, 5)].flat();
    this.#statementsLeft = left;
    // Children that fail exercise the error paths of gather, wait and task groups.
    if (this.random.chance(0.2)) body.push({ op: "raise", error: errorSpec(this) });
    return body;
  }

  block(position: Position, low: number, high: number): Block {
    const length = this.random.between(low, high);
    const block: Block = [];
    while (block.length < length && this.#statementsLeft > 0) {
      block.push(...[this.#statement(position) ?? []].flat());
    }
    return block;
  }

  #statement(position: Position): Statement | Block | undefined {
    this.#statementsLeft--;
    const withSync = this.primitives.length > 0;
    const suspending = withSync ? allWithSync : all;
    const rules = position.canSuspend ? suspending : withSync ? immediateWithSync : immediate;
    return this.random.weighted(rules)(this, position);
  }
}
