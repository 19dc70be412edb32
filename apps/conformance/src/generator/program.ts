import type { Block, Program, Statement } from "../language/program.ts";
import { Author } from "./author.ts";
import { delay } from "./duration.ts";
import { expression } from "./expression.ts";
import type { Place } from "./place.ts";
import { furnish } from "./primitive.ts";
import { Random } from "./random.ts";
import { nudges } from "./sync.ts";
import { spawnIn } from "./task.ts";

/** Below every task of the plan. */
const main: Place = { rank: 0, waits: true, repeats: false, depth: 0 };
const outside: Place = { ...main, waits: false };

/** The program that stands at this index in the sequence of a seed. */
export function generate(seed: number, index: number): Program {
  const random = new Random(seed, index);
  const crowded = random.chance(0.5);
  const author = new Author(random, random.between(crowded ? 4 : 1, 7), random.between(12, 40));
  const primitives = crowded ? furnish(author) : [];
  const script = random.chance(0.12);
  return {
    mode: script ? "script" : "run",
    ...(random.chance(0.15) && { eager: true }),
    ...(random.chance(0.5) && { marked: true }),
    body: [...primitives, ...(script ? scriptBody(author) : mainBody(author))],
  };
}

/** Futures and most tasks first, so that what follows has something to meet. */
function opening(author: Author, place: Place): Block {
  const futures: Statement[] = [{ op: "future", slot: "f1" }];
  if (author.random.chance(0.4)) futures.push({ op: "future", slot: "f2" });
  const crowded = author.primitives.length > 0;
  const half = Math.ceil(author.tasks.length / 2);
  const spawns = author.random.some(crowded ? half : 1, half, () => spawnIn(author, place));
  return [...futures, ...(crowded ? nudges(author, place) : []), ...spawns.filter((statement) => statement !== undefined)];
}

function mainBody(author: Author): Block {
  const actions = author.block(main, 4, 10).flatMap((statement) => [...pause(author), guarded(author, statement)]);
  return [...opening(author, main), ...actions];
}

/** Lets the others come to where something can happen to them. */
function pause({ random }: Author): Block {
  return random.chance(0.35) ? [{ op: "await", of: { kind: "sleep", ms: delay(random) } }] : [];
}

/** The main task should not end at its first error too often. */
function guarded(author: Author, statement: Statement): Statement {
  const waits = ["await", "timeout", "group", "asCompleted", "hold", "consume"].includes(statement.op);
  if (!waits || author.random.chance(0.4)) return statement;
  return { op: "try", body: [statement], handlers: [{ catch: "BaseException", body: [] }] };
}

function scriptBody(author: Author): Block {
  const legs = author.random.some(1, 3, () => [...author.block(outside, 1, 3), leg(author)]);
  return [...opening(author, outside), ...legs.flat()];
}

function leg(author: Author): Statement {
  if (author.random.chance(0.5)) return { op: "runForever" };
  return { op: "runUntil", of: expression(author, { ...outside, depth: 1 }) };
}
