import type { Expression, ReturnWhen } from "../language/expression.ts";
import type { Slot } from "../language/program.ts";
import type { ProgramBuilder } from "./program-builder.ts";
import { delay, timeLimit } from "./duration.ts";
import { inCoroutine, MAX_DEPTH, type Position } from "./position.ts";
import type { Weighted } from "./random.ts";
import { primitiveCoroutine } from "./sync.ts";

type ExpressionRule = (builder: ProgramBuilder, position: Position) => Expression;

/** Generates an expression to await. At the greatest depth it is a leaf. */
export function expression(builder: ProgramBuilder, position: Position): Expression {
  const rules = [
    ...leafRules,
    ...(builder.primitives.length > 0 ? primitiveRules : []),
    ...(position.depth < MAX_DEPTH ? compositeRules : []),
  ];
  return builder.random.weighted(rules)(builder, position);
}

/** Generates an expression that evaluates to a future, so that a slot can keep it. */
export function futureExpression(builder: ProgramBuilder, position: Position): Expression {
  return builder.random.weighted(futureRules)(builder, position);
}

/** Generates an argument of `wait`: mostly a future of any kind, rarely a coroutine, which `wait` must refuse. */
export function waitable(builder: ProgramBuilder, position: Position): Expression {
  return builder.random.chance(0.03) ? sleep(builder, position) : { kind: "ref", slot: anyFuture(builder) };
}

/** Picks a task or future of any rank. Not for awaiting, which follows the ranks. */
export function anyFuture(builder: ProgramBuilder): Slot {
  const { random } = builder;
  return (
    random.weighted([
      [6, random.pick(builder.tasks)],
      [2, builder.anySlot("future")],
      [1, builder.anySlot("made")],
    ]) ?? "f1"
  );
}

/** Returns the lowest rank of the tasks that an expression depends on. */
export function rankOf(builder: ProgramBuilder, position: Position, e: Expression): number {
  switch (e.kind) {
    case "ref":
      return builder.ranks.get(e.slot) ?? (e.slot.startsWith("t") ? Number(e.slot.slice(1)) : Infinity);
    case "body":
      return inCoroutine(position).rank;
    case "gather":
      return Math.min(...e.of.map((inner) => rankOf(builder, position, inner)), Infinity);
    case "waitFor":
    case "ensure":
    case "wrapped":
    case "shield":
      return rankOf(builder, position, e.of);
    default:
      return Infinity;
  }
}

const returnWhen: Weighted<ReturnWhen> = [
  [3, "FIRST_COMPLETED"],
  [5, "FIRST_EXCEPTION"],
  [3, "ALL_COMPLETED"],
];

const ref: ExpressionRule = (builder, position) => {
  const higher = builder.tasks.slice(Math.floor(position.rank));
  const made = builder.anySlot("made");
  const reachable = made !== undefined && (builder.ranks.get(made) ?? 0) > position.rank ? made : undefined;
  const { random } = builder;
  const slot = random.weighted([
    [7, random.pick(higher)],
    [3, builder.anySlot("future")],
    [2, reachable],
  ]);
  return slot === undefined ? sleep(builder, position) : { kind: "ref", slot };
};

const sleep: ExpressionRule = (builder) => ({
  kind: "sleep",
  ms: delay(builder.random),
  ...(builder.random.chance(0.2) && { value: builder.serial() }),
});

const body: ExpressionRule = (builder, position) => ({
  kind: "body",
  name: `b${builder.serial()}`,
  body: builder.block(inCoroutine(position), 1, 3),
});

const gather: ExpressionRule = (builder, position) => ({
  kind: "gather",
  of: builder.random.listOf(1, 3, () => expression(builder, { ...position, depth: position.depth + 2 })),
  ...(builder.random.chance(0.4) && { settled: true }),
});

const wait: ExpressionRule = (builder, position) => {
  const ms = timeLimit(builder.random);
  return {
    kind: "wait",
    of: builder.random.listOf(1, 3, () => waitable(builder, position)),
    returnWhen: builder.random.weighted(returnWhen),
    ...(ms !== null && { ms }),
  };
};

function wrapper(kind: "shield" | "ensure" | "wrapped"): ExpressionRule {
  return (builder, position) => ({ kind, of: expression(builder, { ...position, depth: position.depth + 1 }) });
}

const waitFor: ExpressionRule = (builder, position) => ({
  kind: "waitFor",
  of: expression(builder, { ...position, depth: position.depth + 1 }),
  ms: timeLimit(builder.random),
});

const leafRules: Weighted<ExpressionRule> = [
  [10, ref],
  [6, sleep],
];

const primitiveRules: Weighted<ExpressionRule> = [
  [14, (builder, position) => primitiveCoroutine(builder, position) ?? sleep(builder, position)],
];

const futureRules: Weighted<ExpressionRule> = [
  [3, gather],
  [3, wrapper("shield")],
  [1, wrapper("ensure")],
];

const compositeRules: Weighted<ExpressionRule> = [
  [3, body],
  [4, gather],
  [5, wait],
  [3, wrapper("shield")],
  [4, waitFor],
  [1, wrapper("ensure")],
  [1, wrapper("wrapped")],
];
