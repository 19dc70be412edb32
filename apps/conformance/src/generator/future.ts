import type { Author, Maker, Repertoire } from "./author.ts";
import { anyFuture } from "./expression.ts";
import { errorSpec } from "./flow.ts";
import { callback } from "./place.ts";

export const future: Maker = (author) => ({ op: "future", slot: author.any("future") ?? author.fresh("future") });

/** Mostly plain futures: a task refuses to be settled from outside. */
function settled(author: Author): string {
  return (author.random.chance(0.9) && author.any("future")) || anyFuture(author);
}

const setResult: Maker = (author) => ({ op: "setResult", target: settled(author), value: author.mark() });

const setException: Maker = (author) => ({ op: "setException", target: settled(author), error: errorSpec(author) });

function read(op: "state" | "result" | "exception"): Maker {
  return (author) => ({ op, target: anyFuture(author) });
}

const addCallback: Maker = (author, place) => {
  const { random } = author;
  const target = anyFuture(author);
  // Not where it could add itself, which would go on for ever.
  const known = !place.repeats && random.chance(0.3) ? author.any("callback") : undefined;
  if (known !== undefined) return { op: "addCallback", target, slot: known };
  const context = random.chance(0.1) ? author.any("context") : undefined;
  return {
    op: "addCallback",
    target,
    slot: author.fresh("callback"),
    body: author.block(callback(place), 0, 2),
    ...(context !== undefined && { context }),
  };
};

const removeCallback: Maker = (author) => {
  const slot = author.any("callback");
  return slot === undefined ? undefined : { op: "removeCallback", target: anyFuture(author), slot };
};

export const futures: Repertoire = {
  now: [
    [1, future],
    [4, setResult],
    [3, setException],
    [1, read("state")],
    [1, read("result")],
    [1, read("exception")],
    [5, addCallback],
    [1, removeCallback],
  ],
  waiting: [],
};
