import type { ProgramBuilder, Rule, Grammar } from "./program-builder.ts";
import { timeLimit } from "./duration.ts";
import { expression, waitable } from "./expression.ts";
import { inBlock, MAX_DEPTH, type Position } from "./position.ts";
import { spawnIn } from "./task.ts";

const timeout: Rule = (builder, position) => {
  if (position.depth >= MAX_DEPTH) return undefined;
  return {
    op: "timeout",
    slot: builder.newSlot("scope"),
    ms: timeLimit(builder.random),
    ...(builder.random.chance(0.2) && { at: true }),
    body: builder.block(inBlock(position), 1, 4),
  };
};

const reschedule: Rule = (builder) => {
  const target = builder.anySlot("scope");
  return target === undefined ? undefined : { op: "reschedule", target, ms: timeLimit(builder.random) };
};

const scope: Rule = (builder) => {
  const target = builder.anySlot("scope");
  return target === undefined ? undefined : { op: "scope", target };
};

const group: Rule = (builder, position) => {
  if (position.depth >= MAX_DEPTH) return undefined;
  const deeper = inBlock(position);
  const slot = builder.newSlot("group");
  const children = builder.random.listOf(1, 3, () => spawnIn(builder, deeper, slot)).filter((child) => child !== undefined);
  return { op: "group", slot, body: [...children, ...builder.block(deeper, 0, 3)] };
};

function iteration(builder: ProgramBuilder, position: Position) {
  return {
    body: builder.block(inBlock(position), 0, 1),
    ...(builder.random.chance(0.3) && { limit: builder.random.between(1, 2) }),
  };
}

const asCompleted: Rule = (builder, position) => {
  if (position.depth >= MAX_DEPTH) return undefined;
  const { random } = builder;
  const deeper = inBlock(position);
  const ms = timeLimit(random);
  const of = random.listOf(0, 3, () => (random.chance(0.7) ? waitable(builder, position) : expression(builder, deeper)));
  return {
    op: "asCompleted",
    of,
    ...(ms !== null && { ms }),
    ...(random.chance(0.5) && { slot: builder.newSlot("iterator") }),
    ...iteration(builder, position),
  };
};

const resumeIteration: Rule = (builder, position) => {
  const target = builder.anySlot("iterator");
  return target === undefined ? undefined : { op: "resumeIteration", target, ...iteration(builder, position) };
};

export const scopes: Grammar = {
  immediate: [
    [2, reschedule],
    [1, scope],
  ],
  suspending: [
    [7, timeout],
    [7, group],
    [4, asCompleted],
    [1, resumeIteration],
  ],
};
