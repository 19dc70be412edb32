import type { Slot, Statement } from "../language/program.ts";
import type { Author, Maker, Repertoire } from "./author.ts";
import { anyFuture, expression, futureExpression, rankOf } from "./expression.ts";
import type { Place } from "./place.ts";

/** Starts the next task of the plan, in a group that is known here or in none. */
const spawn: Maker = (author, place) => spawnIn(author, place, author.random.chance(0.4) ? author.any("group") : undefined);

export function spawnIn(author: Author, place: Place, group?: Slot): Statement | undefined {
  const rank = author.nextTask();
  if (rank === undefined) return undefined;
  const { random } = author;
  const context = random.chance(0.08) ? author.any("context") : undefined;
  return {
    op: "spawn",
    slot: `t${rank}`,
    name: `t${rank}`,
    body: author.taskBody({ ...place, rank, waits: true, depth: 1 }),
    ...(group !== undefined && { group }),
    ...(context !== undefined && { context }),
    ...(random.chance(0.2) && { eager: random.chance(0.75) }),
  };
}

const keep: Maker = (author, place) => {
  const of = futureExpression(author, place);
  const slot = author.fresh("made");
  author.ranks.set(slot, rankOf(author, place, of));
  return { op: "let", slot, of };
};

const wait: Maker = (author, place) => ({ op: "await", of: expression(author, place) });

/** Tasks above all: cancels of what has ended show little. */
function victim(author: Author): Slot {
  return author.random.chance(0.15) ? "self" : anyFuture(author);
}

const cancel: Maker = (author) => ({
  op: "cancel",
  target: victim(author),
  ...(author.random.chance(0.5) && { message: `c${author.mark()}` }),
});

function ofTask(op: "uncancel" | "cancelling"): Maker {
  return ({ random, tasks }: Author) => ({ op, target: (random.chance(0.6) ? "self" : random.pick(tasks)) ?? "self" });
}

const rename: Maker = (author) => ({
  op: "rename",
  target: author.random.pick(author.tasks) ?? "self",
  name: `n${author.mark()}`,
});

/** Of futures plain ones only: a task that was refused when it awaited itself takes a bare yield for an await ever after, in C. */
const yieldBadly: Maker = (author) => {
  const what = author.random.weighted([
    [1, "number" as const],
    [1, "generator" as const],
    [1, "future" as const],
  ]);
  return what === "future" ? { op: "yield", what, target: author.any("future") ?? "f1" } : { op: "yield", what };
};

export const tasks: Repertoire = {
  now: [
    [6, spawn],
    [3, keep],
    [12, cancel],
    [2, ofTask("uncancel")],
    [2, ofTask("cancelling")],
    [0.25, rename],
    [1, () => ({ op: "currentTask" })],
    [1, () => ({ op: "allTasks" })],
    [1, (author) => ({ op: "factory", eager: author.random.chance(0.6) })],
  ],
  waiting: [
    [28, wait],
    [3, () => ({ op: "yield", what: "nothing" })],
    [1, yieldBadly],
    [0.25, () => ({ op: "awaitSelf" })],
  ],
};
