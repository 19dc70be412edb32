import { repr } from "@asyncio-ts/loop/lowlevel";

/** One operation on a register or a counter. */
export interface Operation {
  readonly kind: "read" | "write" | "swap" | "add";
  readonly key: string;
  /** The value of a write, the new value of a swap, the summand of an addition. */
  readonly value: unknown;
  /** The value that a swap expects. */
  readonly expected: unknown;
  /** The number of the event in which it began. */
  readonly began: number;
  /** The number of the event in which it ended; Infinity if its outcome is not known. */
  ended: number;
  /** The value that was read, whether a swap took place, or the sum if it was returned. */
  result: unknown;
}

/** The most states that a search may hold. */
const MOST_STATES = 200_000;

/** A state that some order of the operations leads to, and the open operations that this order contains. */
interface Explained {
  readonly value: unknown;
  readonly applied: ReadonlySet<Operation>;
}

/**
 * Returns the first operation with a result that no order explains; null if the history is linearizable.
 *
 * An order is legal if each operation takes effect between its begin and its end. An operation with an unknown outcome takes effect at
 * any time after its begin, or never. After Wing and Gong, and just in time as Lowe: when an operation ends, only the
 * orders are kept in which it has taken effect, and others take effect before it only if they are open.
 *
 * @throws RangeError if there are too many orders
 */
export function firstUnexplained(operations: readonly Operation[], initial: unknown): Operation | null {
  const numbers = new Map(operations.map((operation, i) => [operation, i]));
  let states = new Map<string, Explained>();
  keep(states, { value: initial, applied: new Set() }, numbers);
  const open = new Set<Operation>();
  for (const { operation, isEnd } of eventsOf(operations)) {
    if (!isEnd) {
      open.add(operation);
      continue;
    }
    states = explain(states, operation, open, numbers);
    if (states.size === 0) return operation;
    open.delete(operation);
  }
  return null;
}

/** Returns the states in which an operation that has ended took effect. */
function explain(
  states: ReadonlyMap<string, Explained>,
  ended: Operation,
  open: ReadonlySet<Operation>,
  numbers: ReadonlyMap<Operation, number>,
): Map<string, Explained> {
  const explained = new Map<string, Explained>();
  const seen = new Map<string, Explained>(states);
  const left = [...states.values()];
  for (let state = left.pop(); state !== undefined; state = left.pop()) {
    if (state.applied.has(ended)) {
      keep(explained, without(state, ended), numbers);
      continue;
    }
    for (const operation of open) {
      if (state.applied.has(operation)) continue;
      const next = apply(operation, state.value);
      if (next === null) continue;
      const applied = new Set(state.applied).add(operation);
      if (keep(seen, { value: next.value, applied }, numbers)) left.push({ value: next.value, applied });
      if (seen.size > MOST_STATES)
        throw new RangeError("sim.history: there are too many concurrent operations with unknown outcomes to check");
    }
  }
  return explained;
}

function without({ value, applied }: Explained, operation: Operation): Explained {
  const left = new Set(applied);
  left.delete(operation);
  return { value, applied: left };
}

/** Adds a state, unless an equal one is there. */
function keep(states: Map<string, Explained>, state: Explained, numbers: ReadonlyMap<Operation, number>): boolean {
  const applied = [...state.applied].map((operation) => numbers.get(operation)!).sort((a, b) => a - b);
  const key = `${keyOf(state.value)} ${applied.join()}`;
  if (states.has(key)) return false;
  states.set(key, state);
  return true;
}

/** Returns the value after an operation; null if its result does not fit the value before. */
function apply({ kind, value, expected, result, ended }: Operation, before: unknown): { value: unknown } | null {
  const isKnown = ended !== Infinity;
  switch (kind) {
    case "read":
      return keyOf(before) === keyOf(result) ? { value: before } : null;
    case "write":
      return { value };
    case "swap": {
      const fits = keyOf(before) === keyOf(expected);
      return isKnown && result !== fits ? null : { value: fits ? value : before };
    }
    default: {
      const sum = (before === null ? 0 : typeof before === "number" ? before : NaN) + (value as number);
      return isKnown && result !== undefined && result !== sum ? null : { value: sum };
    }
  }
}

/** Returns a text that is equal for equal values. @throws TypeError for a value that has none */
function keyOf(value: unknown): string {
  try {
    const text = typeof value === "object" ? JSON.stringify(value, bigintAsObject) : String(value);
    return `${typeof value} ${text}`;
  } catch {
    throw new TypeError(`sim.history: a value that JSON can write was expected, got ${repr(value)}; values are compared as JSON`);
  }
}

function bigintAsObject(_key: string, part: unknown): unknown {
  return typeof part === "bigint" ? { bigint: String(part) } : part;
}

function eventsOf(operations: readonly Operation[]): { operation: Operation; isEnd: boolean }[] {
  const events = operations.flatMap((operation) => [
    { operation, isEnd: false, at: operation.began },
    ...(operation.ended === Infinity ? [] : [{ operation, isEnd: true, at: operation.ended }]),
  ]);
  return events.sort((a, b) => a.at - b.at);
}
