import type { Block, Slot } from "../language/program.ts";
import type { Primitive } from "../language/sync.ts";
import type { Author } from "./author.ts";
import type { Random, Weighted } from "./random.ts";

/** A primitive that a program makes, under its name. */
export interface Named {
  slot: Slot;
  primitive: Primitive;
  /**
   * Held by permits only. Where others could release it meanwhile, a permit would not, and CPython's `async with` would:
   * so it is never released by hand, nor waited on by who doesn't hold it.
   */
  permits: boolean;
  /** Of a queue: whether tasks rather put than take, so that many wait for the same. */
  filled: boolean;
}

const primitives: Weighted<(author: Author) => Primitive> = [
  [3, () => ({ kind: "Lock" })],
  [3, () => ({ kind: "Event" })],
  [5, condition],
  [4, ({ random }) => ({ kind: random.chance(0.6) ? "Semaphore" : "BoundedSemaphore", value: few(random) })],
  [4, ({ random }) => ({ kind: "Barrier", parties: random.chance(0.1) ? few(random) : random.between(2, 3) })],
  [8, queue],
];

/** Makes the primitives of a program: few, so that its tasks meet at them. */
export function furnish(author: Author): Block {
  const count = author.random.weighted([
    [7, 1],
    [4, 2],
    [1, 3],
  ]);
  return Array.from({ length: count }, () => {
    const primitive = author.random.weighted(primitives)(author);
    const lock = author.primitives.find(({ slot }) => primitive.kind === "Condition" && slot === primitive.lock);
    const slot = `${primitive.kind}${author.primitives.length + 1}`;
    const permits = lock?.permits ?? author.random.chance(0.3);
    author.primitives.push({ slot, primitive, permits, filled: author.random.chance(0.5) });
    return { op: "make", slot, primitive };
  });
}

/** Mostly 1 or 2, now and then what must be refused. */
function few(random: Random): number {
  return random.weighted([
    [1, -1],
    [4, 0],
    [16, 1],
    [12, 2],
  ]);
}

function condition({ random, primitives: known }: Author): Primitive {
  const lock = random.pick(known.filter(({ primitive }) => primitive.kind === "Lock"));
  return { kind: "Condition", ...(lock !== undefined && random.chance(0.7) && { lock: lock.slot }) };
}

function queue({ random }: Author): Primitive {
  const kind = random.weighted([
    [4, "Queue" as const],
    [1, "LifoQueue" as const],
    [4, "PriorityQueue" as const],
  ]);
  const maxsize = random.weighted([
    [3, 0],
    [6, 1],
    [3, 2],
  ]);
  return { kind, maxsize, ...(kind === "PriorityQueue" && random.chance(0.8) && { ties: true }) };
}
