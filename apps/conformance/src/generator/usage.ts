import type { Block, Slot, Statement } from "../language/program.ts";
import type { Item, Primitive, SyncExpression } from "../language/sync.ts";
import type { ProgramBuilder } from "./program-builder.ts";
import { delay } from "./duration.ts";
import { errorSpec } from "./flow.ts";
import { inBlock, type Position } from "./position.ts";
import type { NamedPrimitive } from "./primitive.ts";
import type { Random, Weighted } from "./random.ts";

/** Generates a part of a program that uses the primitive in a slot. */
type PrimitiveRule<T> = (builder: ProgramBuilder, position: Position, target: Slot) => T;

/** The uses that programs make of a kind of primitive. */
export interface Usage {
  /** Operations that do not suspend. */
  immediate: Weighted<PrimitiveRule<Statement>>;
  coroutines: Weighted<PrimitiveRule<SyncExpression>>;
  /** Statements with a body, such as holding a lock. */
  blocks?: Weighted<PrimitiveRule<Statement>>;
}

function item(builder: ProgramBuilder): Item {
  return { priority: builder.random.between(0, 2), id: builder.serial() };
}

function call(method: "release" | "set" | "clear" | "notifyAll" | "taskDone"): PrimitiveRule<Statement> {
  return (_builder, _position, target) => ({ op: "call", method, target });
}

function coroutine(method: "acquire" | "wait" | "reset" | "abort" | "get" | "join"): PrimitiveRule<SyncExpression> {
  return (_builder, _position, target) => ({ kind: "call", method, target });
}

const query: PrimitiveRule<Statement> = (_builder, _position, target) => ({ op: "query", target });

const count: PrimitiveRule<Statement> = () => ({ op: "count" });

const notifyCounts: Weighted<number> = [
  [1, 0],
  [6, 1],
  [3, 2],
];

const notify: PrimitiveRule<Statement> = ({ random }, _position, target) => ({ op: "notify", target, n: random.weighted(notifyCounts) });

const putNowait: PrimitiveRule<Statement> = (builder, _position, target) => ({
  op: "putNowait",
  target,
  items: builder.random.listOf(1, 4, () => item(builder)),
});

const getNowait: PrimitiveRule<Statement> = ({ random }, _position, target) => ({ op: "getNowait", target, times: random.between(1, 3) });

const shutdown: PrimitiveRule<Statement> = ({ random }, _position, target) => ({
  op: "shutdown",
  target,
  ...(random.chance(0.4) && { immediate: true }),
});

const put: PrimitiveRule<SyncExpression> = (builder, _position, target) => ({ kind: "put", target, item: item(builder) });

const waitUntil: PrimitiveRule<SyncExpression> = (builder, _position, target) => ({
  kind: "waitUntil",
  target,
  count: builder.random.between(0, 3),
  ...(builder.random.chance(0.1) && { error: errorSpec(builder) }),
});

const hold: PrimitiveRule<Statement> = (builder, position, target) => ({ op: "hold", target, body: bodyOfHold(builder, position) });

const holdUsing: PrimitiveRule<Statement> = (builder, position, target) => ({
  op: "hold",
  target,
  body: bodyOfHold(builder, position),
  using: true,
});

/** Generates the body of a block that holds a primitive. It often sleeps, so that other tasks have to wait. */
function bodyOfHold(builder: ProgramBuilder, position: Position): Block {
  const { random } = builder;
  return [...(random.chance(0.6) ? [sleep(random)] : []), ...builder.block(inBlock(position), 0, 2)];
}

const onePass: Statement = { op: "yield", what: "nothing" };

export function cancel(builder: ProgramBuilder, target: Slot): Statement {
  return { op: "cancel", target, message: `c${builder.serial()}` };
}

function sleep(random: Random): Statement {
  return { op: "await", of: { kind: "sleep", ms: delay(random) } };
}

/** Generates a block that holds a condition, and waits on it or notifies it. */
function holdCondition(builder: ProgramBuilder, position: Position, target: Slot): Statement & { op: "hold" } {
  const { random } = builder;
  const uses = random.chance(0.6)
    ? [
        {
          op: "await" as const,
          of: random.chance(0.5) ? waitUntil(builder, position, target) : coroutine("wait")(builder, position, target),
        },
      ]
    : [
        ...random.listOf(1, 2, () => random.weighted(notifying)(builder, position, target)),
        // A notified or cancelled waiter reacquires the lock, which is still held here, and may be cancelled again meanwhile.
        ...(random.chance(0.5) ? repeatedCancel(builder) : []),
      ];
  return { op: "hold", target, body: [...uses, ...bodyOfHold(builder, position)] };
}

const holdConditionUsing: PrimitiveRule<Statement> = (builder, position, target) => ({
  ...holdCondition(builder, position, target),
  using: true,
});

const notifying: Weighted<PrimitiveRule<Statement>> = [
  [4, notify],
  [2, call("notifyAll")],
  [4, count],
];

const consume: PrimitiveRule<Statement> = (builder, position, target) => ({
  op: "consume",
  target,
  body: [...builder.block(inBlock(position), 0, 1), ...(builder.random.chance(0.5) ? [call("taskDone")(builder, position, target)] : [])],
  times: builder.random.between(1, 4),
});

const semaphore: Usage = {
  immediate: [
    [4, call("release")],
    [1, query],
  ],
  coroutines: [[1, coroutine("acquire")]],
  blocks: [
    [3, hold],
    [2, holdUsing],
  ],
};

const mostlyGets: Usage = {
  immediate: [
    [5, putNowait],
    [2, getNowait],
    [4, call("taskDone")],
    [1, shutdown],
    [1, query],
  ],
  coroutines: [
    [2, put],
    [8, coroutine("get")],
    [2, coroutine("join")],
  ],
  blocks: [[1, consume]],
};

const mostlyPuts: Usage = {
  immediate: [
    [3, putNowait],
    [5, getNowait],
    [4, call("taskDone")],
    [2, shutdown],
    [1, query],
  ],
  coroutines: [
    [8, put],
    [1, coroutine("get")],
    [2, coroutine("join")],
  ],
};

const usages: Record<Primitive["kind"], Usage> = {
  Lock: {
    immediate: [
      [3, call("release")],
      [1, query],
    ],
    coroutines: [[1, coroutine("acquire")]],
    blocks: [[5, hold]],
  },
  Event: {
    immediate: [
      [5, call("set")],
      [5, call("clear")],
      [1, query],
    ],
    coroutines: [[1, coroutine("wait")]],
  },
  Condition: {
    immediate: [...notifying, [1, call("release")], [1, query]],
    coroutines: [
      [1, coroutine("wait")],
      [1, waitUntil],
      [1, coroutine("acquire")],
    ],
    blocks: [[9, holdCondition]],
  },
  Semaphore: semaphore,
  BoundedSemaphore: semaphore,
  Barrier: {
    immediate: [[1, query]],
    coroutines: [
      [8, coroutine("wait")],
      [1.5, coroutine("reset")],
      [1, coroutine("abort")],
    ],
  },
  Queue: mostlyGets,
  LifoQueue: mostlyGets,
  PriorityQueue: mostlyGets,
};

/** The uses of locks and conditions that only `using` holds. */
const permitUsages: Partial<Record<Primitive["kind"], Usage>> = {
  Lock: {
    immediate: [[1, query]],
    coroutines: [[1, coroutine("acquire")]],
    blocks: [[5, holdUsing]],
  },
  Condition: {
    immediate: [...notifying, [1, query]],
    coroutines: [[1, coroutine("acquire")]],
    blocks: [[1, holdConditionUsing]],
  },
};

/** Returns the uses of a primitive. */
export function usageOf(named: NamedPrimitive): Usage {
  const { kind } = named.primitive;
  if (named.mostlyPuts && usages[kind] === mostlyGets) return mostlyPuts;
  return (named.usesPermits ? permitUsages[kind] : undefined) ?? usages[kind];
}

/** Generates several cancels of one task, which may go on waiting after the first. */
export function repeatedCancel(builder: ProgramBuilder): Block {
  const { random } = builder;
  const target = random.pick(builder.tasks)!;
  return random.listOf(2, 4, () => [cancel(builder, target), random.chance(0.7) ? onePass : sleep(random)]).flat();
}
