import type { Caught, ErrorSpec, Handler } from "../language/flow.ts";
import type { Author, Maker, Repertoire } from "./author.ts";
import { inside, type Place } from "./place.ts";
import type { Weighted } from "./random.ts";

const deepest = 4;

const kinds: Weighted<ErrorSpec["kind"]> = [
  [5, "A"],
  [3, "B"],
  [1, "CancelledError"],
  [1, "TimeoutError"],
];

const caught: Weighted<Caught> = [
  [4, "Exception"],
  [3, "BaseException"],
  [6, "CancelledError"],
  [3, "TimeoutError"],
  [2, "A"],
  [1, "B"],
  [1, "ExceptionGroup"],
];

export function errorSpec(author: Author): ErrorSpec {
  const kind = author.random.weighted(kinds);
  return author.random.chance(0.7) ? { kind, message: `e${author.mark()}` } : { kind };
}

function handler(author: Author, place: Place): Handler {
  return {
    catch: author.random.weighted(caught),
    body: author.block(place, 0, 2),
    ...(author.random.chance(0.3) && { again: true }),
  };
}

const mark: Maker = (author) => ({ op: "mark", value: author.mark() });

const raise: Maker = (author) => ({ op: "raise", error: errorSpec(author) });

const leave: Maker = (author) => ({ op: "return", value: author.mark() });

const attempt: Maker = (author, place) => {
  if (place.depth >= deepest) return undefined;
  const { random } = author;
  const deeper = inside(place);
  const body = author.block(deeper, 1, 3);
  const handlers = random.chance(0.75) ? random.some(1, 2, () => handler(author, deeper)) : [];
  const final = handlers.length === 0 || random.chance(0.4) ? author.block(deeper, 1, 2) : [];
  return { op: "try", body, ...(handlers.length > 0 && { handlers }), ...(final.length > 0 && { final }) };
};

export const flow: Repertoire = {
  now: [
    [2, mark],
    [2, raise],
  ],
  waiting: [
    [1, leave],
    [16, attempt],
  ],
};
