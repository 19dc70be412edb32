import type { ErrorSpec } from "../language/flow.ts";
import type { Expression } from "../language/expression.ts";
import type { Block, Slot, Statement } from "../language/program.ts";
import { timeLimit } from "./duration.ts";
import type { Random, Weighted } from "./random.ts";

/** Few letters make separators frequent, and beginnings of separators even more. */
const letters: Weighted<string> = [
  [4, "a"],
  [3, "b"],
  [2, "\n"],
  [1, "\r"],
];

/** Some are beginnings or ends of others. */
const separators: Weighted<string> = [
  [6, "\n"],
  [4, "\r\n"],
  [4, "ab"],
  [3, "aba"],
  [3, "b"],
  [2, "\n\n"],
  [2, "bbab"],
];

/** Generates the parts of programs about one stream. */
export class StreamBuilder {
  readonly random: Random;
  readonly slot: Slot = "stream";
  readonly limit: number;
  /** Whether one task reads alone: CPython's mistakes with several readers cannot show. */
  readonly isLone: boolean;
  #serial = 0;

  constructor(random: Random, limit: number, isLone: boolean) {
    this.random = random;
    this.limit = limit;
    this.isLone = isLone;
  }

  /** Generates bytes: mostly few, sometimes more than the reader's limit, or than twice the limit. */
  text(): string {
    const most = this.random.weighted([
      [6, 6],
      [3, this.limit + 2],
      [1.5, 2 * this.limit + 3],
    ]);
    return this.random.listOf(0, Math.min(most, 60), () => this.random.weighted(letters)).join("");
  }

  error(): ErrorSpec {
    return { kind: this.random.chance(0.7) ? "A" : "B", message: `e${++this.#serial}` };
  }

  cancel(task: Slot): Statement {
    return { op: "cancel", target: task, message: `c${++this.#serial}` };
  }

  /** Generates a number of bytes to ask for: below the limit, at it or above. */
  size(): number {
    return this.random.chance(0.8) ? this.random.between(1, 9) : this.random.between(0, 2 * this.limit + 2);
  }

  read(): Expression {
    const { random, slot: target } = this;
    return random.weighted<() => Expression>([
      [5, () => ({ kind: "readline", target })],
      [4, () => ({ kind: "readuntil", separators: random.listOf(1, 1, () => random.weighted(separators)), target })],
      [4, () => ({ kind: "readuntil", separators: random.listOf(2, 3, () => random.weighted(separators)), target })],
      [4, () => ({ kind: "readexactly", n: this.size(), target })],
      [4, () => ({ kind: "read", n: this.size(), target })],
      [this.isLone ? 0 : 1, () => ({ kind: "read", target })],
    ])();
  }

  /** Generates a read that is refused. */
  badRead(): Expression {
    const { random, slot: target } = this;
    if (random.chance(0.4)) return { kind: "readexactly", n: -1, target };
    return { kind: "readuntil", separators: random.chance(0.5) ? [] : ["", "a"], target };
  }

  /** Awaits a coroutine of the stream: mostly survives its error, sometimes only within a time limit. */
  awaits(of: Expression): Statement {
    const { random } = this;
    const limited: Expression = random.chance(0.2) ? { kind: "waitFor", of, ms: timeLimit(random) } : of;
    const statement: Statement = { op: "await", of: limited };
    if (random.chance(0.2)) return statement;
    return { op: "try", body: [statement], handlers: [{ catch: random.chance(0.8) ? "Exception" : "BaseException", body: [] }] };
  }

  /** Generates a task that reads several times. */
  reading(task: Slot): Statement {
    const { random, slot: target } = this;
    const lines: Statement = { op: "lines", times: random.between(1, 4), body: [], target };
    const step = () =>
      random.weighted<() => Statement>([
        [8, () => this.awaits(this.read())],
        [1, () => lines],
        [0.25, () => ({ op: "try", body: [{ op: "await", of: this.badRead() }], handlers: [{ catch: "Exception", body: [] }] })],
      ])();
    return { op: "spawn", slot: task, name: task, body: random.listOf(1, 6, step) };
  }

  /** Generates a pause of the main task: none, for passes, or until all others wait. */
  pause(): Block {
    const { random } = this;
    return random.weighted<() => Block>([
      [4, () => []],
      [4, () => random.listOf(1, 3, () => ({ op: "yield", what: "nothing" }))],
      [3, () => [{ op: "await", of: { kind: "sleep", ms: random.pick([0, 125, 125, 250])! } }]],
    ])();
  }
}
