import type { Expression } from "../language/expression.ts";
import type { Block, Statement } from "../language/program.ts";
import type { SyncExpression } from "../language/sync.ts";
import type { Author, Maker, Repertoire } from "./author.ts";
import { limit } from "./duration.ts";
import { cancel, habit, insist } from "./habit.ts";
import { callback, type Place } from "./place.ts";

const deepest = 4;

/** A coroutine of one of the program's primitives. */
export function primitiveCoroutine(author: Author, place: Place): SyncExpression | undefined {
  const named = author.random.pick(author.primitives);
  return named && author.random.weighted(habit(named).awaited)(author, place, named.slot);
}

const touch: Maker = (author, place) => {
  const named = author.random.pick(author.primitives);
  return named && author.random.weighted(habit(named).now)(author, place, named.slot);
};

export const use: Maker = (author, place) => {
  const named = author.random.pick(author.primitives);
  if (named === undefined) return undefined;
  const { awaited, around } = habit(named);
  if (around !== undefined && place.depth < deepest && author.random.chance(named.permits ? 0.9 : 0.6)) {
    return author.random.weighted(around)(author, place, named.slot);
  }
  const next = () => awaiting(author, author.random.weighted(awaited)(author, place, named.slot));
  return author.random.chance(0.4) ? author.random.some(2, 3, next) : next();
};

/** Now and then not for ever, and not giving up at the first error. */
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
