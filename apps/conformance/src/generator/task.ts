import type { Slot, Statement } from "../language/program.ts";
import type { ProgramBuilder, Rule, Grammar } from "./program-builder.ts";
import { anyFuture, expression, futureExpression, rankOf } from "./expression.ts";
import type { Position } from "./position.ts";

/** Generates the start of the next task, in a known group or in none. */
const spawn: Rule = (builder, position) => spawnIn(builder, position, builder.random.chance(0.4) ? builder.anySlot("group") : undefined);

/** Generates the start of the next task. Nothing if all tasks have started. */
export function spawnIn(builder: ProgramBuilder, position: Position, group?: Slot): Statement | undefined {
  const rank = builder.nextTask();
  if (rank === undefined) return undefined;
  const { random } = builder;
  const context = random.chance(0.08) ? builder.anySlot("context") : undefined;
  return {
    op: "spawn",
    slot: `t${rank}`,
    name: `t${rank}`,
    body: builder.taskBody({ ...position, rank, canSuspend: true, depth: 1 }),
    ...(group !== undefined && { group }),
    ...(context !== undefined && { context }),
    ...(random.chance(0.2) && { eager: random.chance(0.75) }),
  };
}

const letStatement: Rule = (builder, position) => {
  const of = futureExpression(builder, position);
  const slot = builder.newSlot("made");
  builder.ranks.set(slot, rankOf(builder, position, of));
  return { op: "let", slot, of };
};

const awaitStatement: Rule = (builder, position) => ({ op: "await", of: expression(builder, position) });

/** Picks a task or future to cancel: mostly a task, since cancelling a done future has no effect. */
function cancelTarget(builder: ProgramBuilder): Slot {
  return builder.random.chance(0.15) ? "self" : anyFuture(builder);
}

const cancel: Rule = (builder) => ({
  op: "cancel",
  target: cancelTarget(builder),
  ...(builder.random.chance(0.5) && { message: `c${builder.serial()}` }),
});

function taskStatement(op: "uncancel" | "cancelling"): Rule {
  return ({ random, tasks }: ProgramBuilder) => ({ op, target: (random.chance(0.6) ? "self" : random.pick(tasks)) ?? "self" });
}

const rename: Rule = (builder) => ({
  op: "rename",
  target: builder.random.pick(builder.tasks) ?? "self",
  name: `n${builder.serial()}`,
});

/** Yields no tasks: in CPython's C code, a task that once awaited itself takes each later bare yield of it for an await. */
const badYield: Rule = (builder) => {
  const what = builder.random.weighted([
    [1, "number" as const],
    [1, "generator" as const],
    [1, "future" as const],
  ]);
  return what === "future" ? { op: "yield", what, target: builder.anySlot("future") ?? "f1" } : { op: "yield", what };
};

export const tasks: Grammar = {
  immediate: [
    [6, spawn],
    [3, letStatement],
    [12, cancel],
    [2, taskStatement("uncancel")],
    [2, taskStatement("cancelling")],
    [0.25, rename],
    [1, () => ({ op: "currentTask" })],
    [1, () => ({ op: "allTasks" })],
    [1, (builder) => ({ op: "factory", eager: builder.random.chance(0.6) })],
  ],
  suspending: [
    [28, awaitStatement],
    [3, () => ({ op: "yield", what: "nothing" })],
    [1, badYield],
    [0.25, () => ({ op: "awaitSelf" })],
  ],
};
