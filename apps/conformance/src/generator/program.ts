import type { Block, Program, Statement } from "../language/program.ts";
import { Author } from "./author.ts";
import { expression } from "./expression.ts";
import type { Place } from "./place.ts";
import { Random } from "./random.ts";
import { spawn } from "./task.ts";

/** Below every task of the plan. */
const main: Place = { rank: 0, waits: true, repeats: false, depth: 0 };
const outside: Place = { ...main, waits: false };

/** The program that stands at this index in the sequence of a seed. */
export function generate(seed: number, index: number): Program {
  const random = new Random(seed, index);
  const author = new Author(random, random.between(1, 5), random.between(6, 25));
  const script = random.chance(0.12);
  return {
    mode: script ? "script" : "run",
    ...(random.chance(0.15) && { eager: true }),
    ...(random.chance(0.5) && { marked: true }),
    body: script ? scriptBody(author) : mainBody(author),
  };
}

/** Futures and most tasks first, so that what follows has something to meet. */
function opening(author: Author, place: Place): Block {
  const futures: Statement[] = [{ op: "future", slot: "f1" }];
  if (author.random.chance(0.4)) futures.push({ op: "future", slot: "f2" });
  const spawns = author.random.some(1, author.tasks.length, () => spawn(author, place));
  return [...futures, ...spawns.filter((statement) => statement !== undefined)];
}

function mainBody(author: Author): Block {
  return [...opening(author, main), ...author.block(main, 3, 9)];
}

function scriptBody(author: Author): Block {
  const legs = author.random.some(1, 3, () => [...author.block(outside, 1, 3), leg(author)]);
  return [...opening(author, outside), ...legs.flat()];
}

function leg(author: Author): Statement {
  if (author.random.chance(0.5)) return { op: "runForever" };
  return { op: "runUntil", of: expression(author, { ...outside, depth: 1 }) };
}
