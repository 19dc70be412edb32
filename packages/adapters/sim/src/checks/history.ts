import { isAsyncFunction, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, isCoroutine } from "@asyncio-ts/tasks";
import { firstUnexplained, type Operation } from "./linearizability.ts";

/** The operations of one key that an error shows. */
const SHOWN = 12;

/** An operation with what an error tells of it. */
interface Recorded extends Operation {
  readonly node: string;
  readonly from: number;
  to: number;
}

/** A run, as far as its histories need it. */
export interface HistoryRun {
  readonly world: { readonly now: number };
  readonly timeline: { add(text: string): void } | null;
  /** The node that runs now. */
  readonly present: { readonly name: string };
}

/**
 * The operations of clients on registers and counters, each under a key, with their begins, ends and results.
 *
 * When the scenario returns, each key is checked to be linearizable: some order of the operations, each between its begin and its
 * end, explains all results. An operation that throws may have taken effect or not. A read that throws is left out. Values are
 * equal if JSON writes them alike.
 */
export class History {
  readonly #run: HistoryRun;
  readonly #initial: unknown;
  readonly #operations = new Map<string, Recorded[]>();
  #events = 0;

  /** @internal */
  constructor(run: HistoryRun, initial: unknown) {
    this.#run = run;
    this.#initial = initial;
  }

  /** Runs a coroutine that reads the value of a key, and returns the value. */
  *read<T>(key: string, body: () => Coroutine<T>): Coroutine<T> {
    return yield* this.#record("history.read", { kind: "read", key, value: undefined, expected: undefined }, body);
  }

  /** Runs a coroutine that replaces the value of a key. */
  *write<T>(key: string, value: unknown, body: () => Coroutine<T>): Coroutine<T> {
    return yield* this.#record("history.write", { kind: "write", key, value, expected: undefined }, body);
  }

  /** Runs a coroutine that replaces the value of a key if it is `expected`, and returns whether it was. */
  *swap(key: string, expected: unknown, value: unknown, body: () => Coroutine<boolean>): Coroutine<boolean> {
    return yield* this.#record("history.swap", { kind: "swap", key, value, expected }, body);
  }

  /** Runs a coroutine that adds to the number of a key, and returns the sum, or nothing. */
  *add<T extends number | void>(key: string, summand: number, body: () => Coroutine<T>): Coroutine<T> {
    if (!Number.isFinite(summand)) throw wrongArgument("history.add", "a number", summand);
    return yield* this.#record("history.add", { kind: "add", key, value: summand, expected: undefined }, body);
  }

  /**
   * Checks the operations so far.
   *
   * @throws Error with the first operation of a key with a result that no order explains
   */
  check(): void {
    for (const [key, operations] of this.#operations) {
      const checked = operations.filter(({ kind, ended }) => kind !== "read" || ended !== Infinity);
      const unexplained = firstUnexplained(checked, this.#initial) as Recorded | null;
      if (unexplained === null) continue;
      const shown = operations.filter(({ began }) => began < unexplained.ended).slice(-SHOWN);
      throw new Error(
        [
          `sim.history: ${repr(key)} is not linearizable`,
          `  no order of the operations explains that ${describe(unexplained)}`,
          ...shown.map((operation) => `  ${describe(operation)}`),
        ].join("\n"),
      );
    }
  }

  *#record<T>(caller: string, operation: Pick<Operation, "kind" | "key" | "value" | "expected">, body: () => Coroutine<T>): Coroutine<T> {
    if (typeof operation.key !== "string") throw wrongArgument(caller, "a string as key", operation.key);
    if (typeof body !== "function" || isAsyncFunction(body)) throw wrongArgument(caller, "a coroutine function", body);
    const { world, present } = this.#run;
    const recorded: Recorded = {
      ...operation,
      node: present.name,
      from: world.now,
      to: Infinity,
      began: this.#events++,
      ended: Infinity,
      result: undefined,
    };
    const list = this.#operations.get(operation.key);
    if (list === undefined) this.#operations.set(operation.key, [recorded]);
    else list.push(recorded);
    const coroutine: unknown = body();
    if (!isCoroutine(coroutine)) throw wrongArgument(caller, "a coroutine function", body);
    const result = yield* coroutine as Coroutine<T>;
    recorded.result = result;
    recorded.ended = this.#events++;
    recorded.to = world.now;
    this.#run.timeline?.add(`${recorded.node}: ${describe(recorded)}`);
    return result;
  }
}

/** Returns an operation in words. */
function describe({ kind, key, value, expected, result, ended, node, from, to }: Recorded): string {
  const [k, v] = [repr(key), repr(value)];
  const span = `by ${node} (${milliseconds(from)} to ${ended === Infinity ? "an unknown time" : milliseconds(to)})`;
  const isKnown = ended !== Infinity;
  switch (kind) {
    case "read":
      return `the read of ${k} ${span} ${isKnown ? `returned ${repr(result)}` : "failed"}`;
    case "write":
      return `the write of ${v} to ${k} ${span} ${isKnown ? "succeeded" : "may have failed"}`;
    case "swap":
      return `the swap of ${k} from ${repr(expected)} to ${v} ${span} ${isKnown ? `returned ${repr(result)}` : "may have failed"}`;
    default:
      return `the addition of ${v} to ${k} ${span} ${isKnown ? `returned ${repr(result)}` : "may have failed"}`;
  }
}

function milliseconds(time: number): string {
  return `${Number(time.toFixed(3))} ms`;
}
