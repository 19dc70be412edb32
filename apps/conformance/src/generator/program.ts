import type { Block, Program, Statement } from "../language/program.ts";
import { ProgramBuilder } from "./program-builder.ts";
import { delay } from "./duration.ts";
import { expression } from "./expression.ts";
import type { Position } from "./position.ts";
import { makePrimitives } from "./primitive.ts";
import { Random } from "./random.ts";
import { backgroundTimers } from "./sync.ts";
import { spawnIn } from "./task.ts";

/** The main task ranks below all other tasks. */
const main: Position = { rank: 0, canSuspend: true, repeats: false, depth: 0 };
const script: Position = { ...main, canSuspend: false };

/** Generates the program at an index in the sequence of a seed. */
export function generate(seed: number, index: number): Program {
  const random = new Random(seed, index);
  const usesPrimitives = random.chance(0.5);
  const builder = new ProgramBuilder(random, random.between(usesPrimitives ? 4 : 1, 7), random.between(12, 40));
  const primitives = usesPrimitives ? makePrimitives(builder) : [];
  const isScript = random.chance(0.12);
  return {
    mode: isScript ? "script" : "run",
    ...(random.chance(0.15) && { eager: true }),
    ...(random.chance(0.5) && { marked: true }),
    body: [...primitives, ...(isScript ? scriptBody(builder) : mainBody(builder))],
  };
}

/** Generates the first statements: futures and tasks for later statements to act on. */
function setUp(builder: ProgramBuilder, position: Position): Block {
  const futures: Statement[] = [{ op: "future", slot: "f1" }];
  if (builder.random.chance(0.4)) futures.push({ op: "future", slot: "f2" });
  const usesPrimitives = builder.primitives.length > 0;
  const half = Math.ceil(builder.tasks.length / 2);
  const spawns = builder.random.listOf(usesPrimitives ? half : 1, half, () => spawnIn(builder, position));
  return [
    ...futures,
    ...(usesPrimitives ? backgroundTimers(builder, position) : []),
    ...spawns.filter((statement) => statement !== undefined),
  ];
}

function mainBody(builder: ProgramBuilder): Block {
  const actions = builder.block(main, 4, 10).flatMap((statement) => [...pause(builder), guarded(builder, statement)]);
  return [...setUp(builder, main), ...actions];
}

/** Sometimes generates a sleep, during which the other tasks proceed. */
function pause({ random }: ProgramBuilder): Block {
  return random.chance(0.35) ? [{ op: "await", of: { kind: "sleep", ms: delay(random) } }] : [];
}

/** Often wraps a statement in a handler, so that the main task survives its first errors. */
function guarded(builder: ProgramBuilder, statement: Statement): Statement {
  const suspends = ["await", "timeout", "group", "asCompleted", "hold", "consume"].includes(statement.op);
  if (!suspends || builder.random.chance(0.4)) return statement;
  return { op: "try", body: [statement], handlers: [{ catch: "BaseException", body: [] }] };
}

function scriptBody(builder: ProgramBuilder): Block {
  const runs = builder.random.listOf(1, 3, () => [...builder.block(script, 1, 3), runStatement(builder)]);
  return [...setUp(builder, script), ...runs.flat()];
}

function runStatement(builder: ProgramBuilder): Statement {
  if (builder.random.chance(0.5)) return { op: "runForever" };
  return { op: "runUntil", of: expression(builder, { ...script, depth: 1 }) };
}
