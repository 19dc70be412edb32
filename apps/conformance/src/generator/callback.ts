import type { Author, Maker, Repertoire } from "./author.ts";
import { delay } from "./duration.ts";
import { callback, type Place } from "./place.ts";

function scheduled(author: Author, place: Place) {
  return { slot: author.fresh("handle"), body: author.block(callback(place), 0, 2) };
}

function soon(op: "callSoon" | "callThreadsafe"): Maker {
  return (author, place) => ({ op, ...scheduled(author, place) });
}

function timed(op: "callLater" | "callAt"): Maker {
  return (author, place) => ({ op, ms: delay(author.random), ...scheduled(author, place) });
}

function about(op: "cancelHandle" | "handle"): Maker {
  return (author) => {
    const target = author.any("handle");
    return target === undefined ? undefined : { op, target };
  };
}

const handler: Maker = (author) => ({
  op: "handler",
  mode: author.random.weighted([
    [2, "trace"],
    [2, "broken"],
    [1, "default"],
  ]),
});

export const callbacks: Repertoire = {
  now: [
    [4, soon("callSoon")],
    [1, soon("callThreadsafe")],
    [4, timed("callLater")],
    [1, timed("callAt")],
    [2, about("cancelHandle")],
    [1, about("handle")],
    [1, handler],
    [1, (author) => ({ op: "report", message: `r${author.mark()}` })],
    [0.25, () => ({ op: "stop" })],
  ],
  waiting: [],
};
