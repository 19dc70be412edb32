import type { Block, Slot, Statement } from "../language/program.ts";
import type { Item, Primitive, SyncExpression } from "../language/sync.ts";
import type { Author } from "./author.ts";
import { delay } from "./duration.ts";
import { errorSpec } from "./flow.ts";
import { inside, type Place } from "./place.ts";
import type { Named } from "./primitive.ts";
import type { Random, Weighted } from "./random.ts";

type Of<T> = (author: Author, place: Place, target: Slot) => T;

/** What programs do with primitives of a kind. */
export interface Habit {
  now: Weighted<Of<Statement>>;
  awaited: Weighted<Of<SyncExpression>>;
  /** Statements that wait, besides those that await. */
  around?: Weighted<Of<Statement>>;
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

const notified: Weighted<number> = [
  [1, 0],
  [6, 1],
  [3, 2],
];

const notify: Of<Statement> = ({ random }, _place, target) => ({ op: "notify", target, n: random.weighted(notified) });

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

export function cancel(author: Author, target: Slot): Statement {
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
    : [
        ...random.some(1, 2, () => random.weighted(telling)(author, place, target)),
        // Who is notified, or cancelled, wants the lock that is still held: and may be cancelled again meanwhile.
        ...(random.chance(0.5) ? insist(author) : []),
      ];
  return { op: "hold", target, body: [...uses, ...held(author, place)] };
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

const emptied: Habit = {
  now: [
    [5, putNowait],
    [2, getNowait],
    [4, call("taskDone")],
    [1, shutdown],
    [1, ask],
  ],
  awaited: [
    [2, put],
    [8, coroutine("get")],
    [2, coroutine("join")],
  ],
  around: [[1, consume]],
};

const filled: Habit = {
  now: [
    [3, putNowait],
    [5, getNowait],
    [4, call("taskDone")],
    [2, shutdown],
    [1, ask],
  ],
  awaited: [
    [8, put],
    [1, coroutine("get")],
    [2, coroutine("join")],
  ],
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
  Queue: emptied,
  LifoQueue: emptied,
  PriorityQueue: emptied,
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

/** What programs do with that primitive. */
export function habit(named: Named): Habit {
  const { kind } = named.primitive;
  if (named.filled && habits[kind] === emptied) return filled;
  return (named.permits ? permitHabits[kind] : undefined) ?? habits[kind];
}

/** A task that goes on waiting after its cancel is cancelled again. */
export function insist(author: Author): Block {
  const { random } = author;
  const target = random.pick(author.tasks)!;
  return random.some(2, 4, () => [cancel(author, target), random.chance(0.7) ? pass : sleep(random)]).flat();
}
