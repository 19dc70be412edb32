import type { Expression } from "../language/expression.ts";
import type { Block, Slot, Statement } from "../language/program.ts";
import type { Item, Primitive, SyncExpression } from "../language/sync.ts";
import type { Author, Maker, Repertoire } from "./author.ts";
import { delay, limit } from "./duration.ts";
import { errorSpec } from "./flow.ts";
import { callback, inside, type Place } from "./place.ts";
import type { Random, Weighted } from "./random.ts";

const deepest = 4;

/** A primitive that a program makes, under its name. */
export interface Named {
  slot: Slot;
  primitive: Primitive;
  /**
   * Held by permits only. Where others could release it meanwhile, a permit would not, and CPython's `async with` would:
   * so it is never released by hand, nor waited on by who doesn't hold it.
   */
  permits: boolean;
}

type Of<T> = (author: Author, place: Place, target: Slot) => T;

/** What programs do with primitives of a kind. */
interface Habit {
  now: Weighted<Of<Statement>>;
  awaited: Weighted<Of<SyncExpression>>;
  /** Statements that wait, besides those that await. */
  around?: Weighted<Of<Statement>>;
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
    [5, 1],
    [4, 2],
    [2, 3],
  ]);
  return Array.from({ length: count }, () => {
    const primitive = author.random.weighted(primitives)(author);
    const lock = author.primitives.find(({ slot }) => primitive.kind === "Condition" && slot === primitive.lock);
    const slot = author.name(primitive, lock?.permits ?? author.random.chance(0.3));
    return { op: "make", slot, primitive };
  });
}

/** A coroutine of one of the program's primitives. */
export function primitiveCoroutine(author: Author, place: Place): SyncExpression | undefined {
  const named = author.random.pick(author.primitives);
  return named && author.random.weighted(habit(named).awaited)(author, place, named.slot);
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
    [4, 1],
    [3, 2],
  ]);
  return { kind, maxsize, ...(kind === "PriorityQueue" && random.chance(0.8) && { ties: true }) };
}

function item(author: Author): Item {
  return { priority: author.random.between(0, 2), mark: author.mark() };
}

function call(method: "release" | "set" | "clear" | "notifyAll" | "taskDone"): Of<Statement> {
  return (_author, _place, target) => ({ op: "call", method, target });
}

function coroutine(method: "acquire" | "wait" | "reset" | "abort" | "get" | "join"): Of<SyncExpression> {
  return (_author, _place, target) => ({ kind: "call", method, target });
}

const ask: Of<Statement> = (_author, _place, target) => ({ op: "ask", target });

const count: Of<Statement> = () => ({ op: "count" });

const notify: Of<Statement> = ({ random }, _place, target) => ({ op: "notify", target, n: random.between(0, 3) });

const putNowait: Of<Statement> = (author, _place, target) => ({
  op: "putNowait",
  target,
  items: author.random.some(1, 4, () => item(author)),
});

const getNowait: Of<Statement> = ({ random }, _place, target) => ({ op: "getNowait", target, times: random.between(1, 3) });

const shutdown: Of<Statement> = ({ random }, _place, target) => ({
  op: "shutdown",
  target,
  ...(random.chance(0.4) && { immediate: true }),
});

const put: Of<SyncExpression> = (author, _place, target) => ({ kind: "put", target, item: item(author) });

const waitUntil: Of<SyncExpression> = (author, _place, target) => ({
  kind: "waitUntil",
  target,
  count: author.random.between(0, 3),
  ...(author.random.chance(0.1) && { error: errorSpec(author) }),
});

/** Often for some time, so that others have to wait. */
const hold: Of<Statement> = (author, place, target) => ({ op: "hold", target, body: held(author, place) });

const holdUsing: Of<Statement> = (author, place, target) => ({ op: "hold", target, body: held(author, place), using: true });

function held(author: Author, place: Place): Block {
  const { random } = author;
  return [...(random.chance(0.6) ? [sleep(random)] : []), ...author.block(inside(place), 0, 2)];
}

const pass: Statement = { op: "yield", what: "nothing" };

function cancel(author: Author, target: Slot): Statement {
  return { op: "cancel", target, message: `c${author.mark()}` };
}

function sleep(random: Random): Statement {
  return { op: "await", of: { kind: "sleep", ms: delay(random) } };
}

/** Under the lock a condition has its uses: waiting, or changing something and telling. */
function holdCondition(author: Author, place: Place, target: Slot): Statement & { op: "hold" } {
  const { random } = author;
  const uses = random.chance(0.6)
    ? [{ op: "await" as const, of: random.chance(0.5) ? waitUntil(author, place, target) : coroutine("wait")(author, place, target) }]
    : random.some(1, 2, () => random.weighted(telling)(author, place, target));
  // Who was notified and is cancelled wants the lock all the same.
  const cancels = random.chance(0.2) ? insist(author) : [];
  return { op: "hold", target, body: [...uses, ...cancels, ...held(author, place)] };
}

const holdConditionUsing: Of<Statement> = (author, place, target) => ({ ...holdCondition(author, place, target), using: true });

const telling: Weighted<Of<Statement>> = [
  [4, notify],
  [2, call("notifyAll")],
  [4, count],
];

const consume: Of<Statement> = (author, place, target) => ({
  op: "consume",
  target,
  body: [...author.block(inside(place), 0, 1), ...(author.random.chance(0.5) ? [call("taskDone")(author, place, target)] : [])],
  times: author.random.between(1, 4),
});

const semaphore: Habit = {
  now: [
    [4, call("release")],
    [1, ask],
  ],
  awaited: [[1, coroutine("acquire")]],
  around: [
    [3, hold],
    [2, holdUsing],
  ],
};

const anyQueue: Habit = {
  now: [
    [5, putNowait],
    [4, getNowait],
    [4, call("taskDone")],
    [1, shutdown],
    [1, ask],
  ],
  awaited: [
    [5, put],
    [6, coroutine("get")],
    [2, coroutine("join")],
  ],
  around: [[3, consume]],
};

const habits: Record<Primitive["kind"], Habit> = {
  Lock: {
    now: [
      [3, call("release")],
      [1, ask],
    ],
    awaited: [[1, coroutine("acquire")]],
    around: [[5, hold]],
  },
  Event: {
    now: [
      [5, call("set")],
      [5, call("clear")],
      [1, ask],
    ],
    awaited: [[1, coroutine("wait")]],
  },
  Condition: {
    now: [...telling, [1, call("release")], [1, ask]],
    awaited: [
      [1, coroutine("wait")],
      [1, waitUntil],
      [1, coroutine("acquire")],
    ],
    around: [[9, holdCondition]],
  },
  Semaphore: semaphore,
  BoundedSemaphore: semaphore,
  Barrier: {
    now: [[1, ask]],
    awaited: [
      [8, coroutine("wait")],
      [1.5, coroutine("reset")],
      [1, coroutine("abort")],
    ],
  },
  Queue: anyQueue,
  LifoQueue: anyQueue,
  PriorityQueue: anyQueue,
};

/** Of locks and conditions that are held by permits. */
const permitHabits: Partial<Record<Primitive["kind"], Habit>> = {
  Lock: {
    now: [[1, ask]],
    awaited: [[1, coroutine("acquire")]],
    around: [[5, holdUsing]],
  },
  Condition: {
    now: [...telling, [1, ask]],
    awaited: [[1, coroutine("acquire")]],
    around: [[1, holdConditionUsing]],
  },
};

function habit({ primitive: { kind }, permits }: Named): Habit {
  return (permits ? permitHabits[kind] : undefined) ?? habits[kind];
}

const touch: Maker = (author, place) => {
  const named = author.random.pick(author.primitives);
  return named && author.random.weighted(habit(named).now)(author, place, named.slot);
};

const use: Maker = (author, place) => {
  const named = author.random.pick(author.primitives);
  if (named === undefined) return undefined;
  const { awaited, around } = habit(named);
  if (around !== undefined && place.depth < deepest && author.random.chance(named.permits ? 0.9 : 0.6)) {
    return author.random.weighted(around)(author, place, named.slot);
  }
  const next = () => awaiting(author, author.random.weighted(awaited)(author, place, named.slot));
  return author.random.chance(0.4) ? author.random.some(2, 3, next) : next();
};

/** Mostly not for ever, and mostly not giving up at the first error. */
function awaiting(author: Author, of: Expression): Statement {
  const { random } = author;
  const statement: Statement = { op: "await", of: random.chance(0.35) ? { kind: "waitFor", of, ms: limit(random) } : of };
  if (random.chance(0.6)) return statement;
  return { op: "try", body: [statement], handlers: [{ catch: random.chance(0.5) ? "Exception" : "BaseException", body: [] }] };
}

/** Timers that go on touching the primitives, or soon every task would wait. */
export function nudges(author: Author, place: Place): Block {
  const { random } = author;
  return Array.from({ length: random.between(2, 6) }, (_, index) => ({
    op: "callLater",
    ms: 125 * (index + 1),
    slot: author.fresh("handle"),
    body: random.some(1, 3, () => touch(author, callback(place)) ?? []).flat(),
  }));
}

/** Some task, maybe the one that was just woken, is cancelled before it has run. */
const touchAndCancel: Maker = (author, place) => {
  const { random } = author;
  const target = random.pick(author.tasks)!;
  return [touch(author, place) ?? [], random.chance(0.3) ? (touch(author, place) ?? []) : [], cancel(author, target)].flat();
};

/** A task that goes on waiting after its cancel is cancelled again. */
function insist(author: Author): Block {
  const { random } = author;
  const target = random.pick(author.tasks)!;
  return random.some(2, 3, () => [cancel(author, target), random.chance(0.7) ? pass : sleep(random)]).flat();
}

/** For programs that have primitives. */
export const sync: Repertoire = {
  now: [
    [50, touch],
    [12, touchAndCancel],
  ],
  waiting: [
    [80, use],
    [5, insist],
  ],
};
