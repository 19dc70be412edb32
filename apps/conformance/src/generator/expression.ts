import type { Expression, Until } from "../language/expression.ts";
import type { Slot } from "../language/program.ts";
import type { Author } from "./author.ts";
import { delay, limit } from "./duration.ts";
import { nested, type Place } from "./place.ts";
import type { Weighted } from "./random.ts";
import { primitiveCoroutine } from "./sync.ts";

type Maker = (author: Author, place: Place) => Expression;

/** Deeper than this, only leaves. */
const deepest = 4;

export function expression(author: Author, place: Place): Expression {
  const makers = [...leaves, ...(author.primitives.length > 0 ? primitives : []), ...(place.depth < deepest ? composed : [])];
  return author.random.weighted(makers)(author, place);
}

/** What is a future at once, so that a slot may keep it. */
export function futureExpression(author: Author, place: Place): Expression {
  return author.random.weighted(kept)(author, place);
}

/** Futures of every kind, and now and then what `wait` must refuse. */
export function waitable(author: Author, place: Place): Expression {
  return author.random.chance(0.03) ? sleep(author, place) : { kind: "ref", slot: anyFuture(author) };
}

/** Any task or future, whatever its rank: fit for all but awaiting. */
export function anyFuture(author: Author): Slot {
  const { random } = author;
  return (
    random.weighted([
      [6, random.pick(author.tasks)],
      [2, author.any("future")],
      [1, author.any("made")],
    ]) ?? "f1"
  );
}

/** The lowest rank that an expression stands on. */
export function rankOf(author: Author, place: Place, e: Expression): number {
  switch (e.kind) {
    case "ref":
      return author.ranks.get(e.slot) ?? (e.slot.startsWith("t") ? Number(e.slot.slice(1)) : Infinity);
    case "body":
      return nested(place).rank;
    case "gather":
      return Math.min(...e.of.map((inner) => rankOf(author, place, inner)), Infinity);
    case "waitFor":
    case "ensure":
    case "wrapped":
    case "shield":
      return rankOf(author, place, e.of);
    default:
      return Infinity;
  }
}

const until: Weighted<Until> = [
  [3, "FIRST_COMPLETED"],
  [5, "FIRST_EXCEPTION"],
  [3, "ALL_COMPLETED"],
];

const ref: Maker = (author, place) => {
  const higher = author.tasks.slice(Math.floor(place.rank));
  const made = author.any("made");
  const reachable = made !== undefined && (author.ranks.get(made) ?? 0) > place.rank ? made : undefined;
  const { random } = author;
  const slot = random.weighted([
    [7, random.pick(higher)],
    [3, author.any("future")],
    [2, reachable],
  ]);
  return slot === undefined ? sleep(author, place) : { kind: "ref", slot };
};

const sleep: Maker = (author) => ({
  kind: "sleep",
  ms: delay(author.random),
  ...(author.random.chance(0.2) && { value: author.mark() }),
});

const body: Maker = (author, place) => ({
  kind: "body",
  name: `b${author.mark()}`,
  body: author.block(nested(place), 1, 3),
});

const gather: Maker = (author, place) => ({
  kind: "gather",
  of: author.random.some(1, 3, () => expression(author, { ...place, depth: place.depth + 2 })),
  ...(author.random.chance(0.4) && { settled: true }),
});

const wait: Maker = (author, place) => {
  const ms = limit(author.random);
  return {
    kind: "wait",
    of: author.random.some(1, 3, () => waitable(author, place)),
    until: author.random.weighted(until),
    ...(ms !== null && { ms }),
  };
};

function over(kind: "shield" | "ensure" | "wrapped"): Maker {
  return (author, place) => ({ kind, of: expression(author, { ...place, depth: place.depth + 1 }) });
}

const waitFor: Maker = (author, place) => ({
  kind: "waitFor",
  of: expression(author, { ...place, depth: place.depth + 1 }),
  ms: limit(author.random),
});

const leaves: Weighted<Maker> = [
  [10, ref],
  [6, sleep],
];

const primitives: Weighted<Maker> = [[14, (author, place) => primitiveCoroutine(author, place) ?? sleep(author, place)]];

const kept: Weighted<Maker> = [
  [3, gather],
  [3, over("shield")],
  [1, over("ensure")],
];

const composed: Weighted<Maker> = [
  [3, body],
  [4, gather],
  [5, wait],
  [3, over("shield")],
  [4, waitFor],
  [1, over("ensure")],
  [1, over("wrapped")],
];
