import type { Variable } from "../language/loop.ts";
import type { Author, Maker, Repertoire } from "./author.ts";
import { callback } from "./place.ts";

function name(author: Author): Variable {
  return author.random.chance(0.8) ? "v" : "w";
}

const get: Maker = (author) => ({ op: "varGet", name: name(author) });

const set: Maker = (author) => ({
  op: "varSet",
  name: name(author),
  value: author.mark(),
  slot: author.fresh("token"),
});

const reset: Maker = (author) => {
  const target = author.any("token");
  return target === undefined ? undefined : { op: "varReset", name: name(author), target };
};

const copy: Maker = (author) => ({ op: "copyContext", slot: author.fresh("context") });

const inspect: Maker = (author) => {
  const target = author.any("context");
  return target === undefined ? undefined : { op: "inspect", target };
};

const inside: Maker = (author, place) => {
  const target = author.any("context");
  return target === undefined ? undefined : { op: "inside", target, body: author.block(callback(place), 1, 2) };
};

export const contexts: Repertoire = {
  now: [
    [2, get],
    [3, set],
    [1, reset],
    [1, copy],
    [0.5, inspect],
    [1, inside],
  ],
  waiting: [],
};
