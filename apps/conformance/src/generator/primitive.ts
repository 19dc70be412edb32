import type { Block, Slot } from "../language/program.ts";
import type { Primitive } from "../language/sync.ts";
import type { ProgramBuilder } from "./program-builder.ts";
import type { Random, Weighted } from "./random.ts";

/** A primitive that a program makes. */
export interface NamedPrimitive {
  slot: Slot;
  primitive: Primitive;
  /**
   * Whether only `using` holds it. No statement then releases it by hand, nor waits on it without holding it: after a foreign
   * release a permit releases nothing, but CPython's `async with` does.
   */
  usesPermits: boolean;
  /** For a queue, whether its tasks put more often than they get, so that many putters wait. */
  mostlyPuts: boolean;
}

const primitives: Weighted<(builder: ProgramBuilder) => Primitive> = [
  [3, () => ({ kind: "Lock" })],
  [3, () => ({ kind: "Event" })],
  [5, condition],
  [4, ({ random }) => ({ kind: random.chance(0.6) ? "Semaphore" : "BoundedSemaphore", value: smallCount(random) })],
  [4, ({ random }) => ({ kind: "Barrier", parties: random.chance(0.1) ? smallCount(random) : random.between(2, 3) })],
  [8, queue],
];

/** Generates the primitives of a program. There are few, so that its tasks contend for them. */
export function makePrimitives(builder: ProgramBuilder): Block {
  const count = builder.random.weighted([
    [7, 1],
    [4, 2],
    [1, 3],
  ]);
  return Array.from({ length: count }, () => {
    const primitive = builder.random.weighted(primitives)(builder);
    const lock = builder.primitives.find(({ slot }) => primitive.kind === "Condition" && slot === primitive.lock);
    const slot = `${primitive.kind}${builder.primitives.length + 1}`;
    const usesPermits = lock?.usesPermits ?? builder.random.chance(0.3);
    builder.primitives.push({ slot, primitive, usesPermits, mostlyPuts: builder.random.chance(0.5) });
    return { op: "make", slot, primitive };
  });
}

/** Picks mostly 1 or 2, rarely a number that the constructor must refuse. */
function smallCount(random: Random): number {
  return random.weighted([
    [1, -1],
    [4, 0],
    [16, 1],
    [12, 2],
  ]);
}

function condition({ random, primitives: known }: ProgramBuilder): Primitive {
  const lock = random.pick(known.filter(({ primitive }) => primitive.kind === "Lock"));
  return { kind: "Condition", ...(lock !== undefined && random.chance(0.7) && { lock: lock.slot }) };
}

function queue({ random }: ProgramBuilder): Primitive {
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
