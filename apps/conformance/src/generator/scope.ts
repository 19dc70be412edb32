import type { Author, Maker, Repertoire } from "./author.ts";
import { limit } from "./duration.ts";
import { expression, waitable } from "./expression.ts";
import { inside, type Place } from "./place.ts";
import { spawnIn } from "./task.ts";

const deepest = 4;

const timeout: Maker = (author, place) => {
  if (place.depth >= deepest) return undefined;
  return {
    op: "timeout",
    slot: author.fresh("scope"),
    ms: limit(author.random),
    ...(author.random.chance(0.2) && { at: true }),
    body: author.block(inside(place), 1, 4),
  };
};

const reschedule: Maker = (author) => {
  const target = author.any("scope");
  return target === undefined ? undefined : { op: "reschedule", target, ms: limit(author.random) };
};

const scope: Maker = (author) => {
  const target = author.any("scope");
  return target === undefined ? undefined : { op: "scope", target };
};

const group: Maker = (author, place) => {
  if (place.depth >= deepest) return undefined;
  const deeper = inside(place);
  const slot = author.fresh("group");
  const children = author.random.some(1, 3, () => spawnIn(author, deeper, slot)).filter((child) => child !== undefined);
  return { op: "group", slot, body: [...children, ...author.block(deeper, 0, 3)] };
};

function completing(author: Author, place: Place) {
  return {
    body: author.block(inside(place), 0, 1),
    ...(author.random.chance(0.3) && { limit: author.random.between(1, 2) }),
  };
}

const asCompleted: Maker = (author, place) => {
  if (place.depth >= deepest) return undefined;
  const { random } = author;
  const deeper = inside(place);
  const ms = limit(random);
  const of = random.some(0, 3, () => (random.chance(0.7) ? waitable(author, place) : expression(author, deeper)));
  return {
    op: "asCompleted",
    of,
    ...(ms !== null && { ms }),
    ...(random.chance(0.5) && { slot: author.fresh("iterator") }),
    ...completing(author, place),
  };
};

const goOn: Maker = (author, place) => {
  const target = author.any("iterator");
  return target === undefined ? undefined : { op: "goOn", target, ...completing(author, place) };
};

export const scopes: Repertoire = {
  now: [
    [2, reschedule],
    [1, scope],
  ],
  waiting: [
    [7, timeout],
    [7, group],
    [4, asCompleted],
    [1, goOn],
  ],
};
