import type { Expression } from "../language/expression.ts";
import type { Block, Statement } from "../language/program.ts";
import type { SyncExpression } from "../language/sync.ts";
import type { ProgramBuilder, Rule, Grammar } from "./program-builder.ts";
import { timeLimit } from "./duration.ts";
import { cancel, repeatedCancel, usageOf } from "./usage.ts";
import { inCallback, MAX_DEPTH, type Position } from "./position.ts";

/** Generates a coroutine of one of the program's primitives, such as `lock.acquire()`. */
export function primitiveCoroutine(builder: ProgramBuilder, position: Position): SyncExpression | undefined {
  const named = builder.random.pick(builder.primitives);
  return named && builder.random.weighted(usageOf(named).coroutines)(builder, position, named.slot);
}

/** Generates an operation that does not suspend, such as `event.set()`. */
const operate: Rule = (builder, position) => {
  const named = builder.random.pick(builder.primitives);
  return named && builder.random.weighted(usageOf(named).immediate)(builder, position, named.slot);
};

/** Generates a block that holds or consumes a primitive, or awaits of its coroutines. */
export const use: Rule = (builder, position) => {
  const named = builder.random.pick(builder.primitives);
  if (named === undefined) return undefined;
  const { coroutines, blocks } = usageOf(named);
  if (blocks !== undefined && position.depth < MAX_DEPTH && builder.random.chance(named.usesPermits ? 0.9 : 0.6)) {
    return builder.random.weighted(blocks)(builder, position, named.slot);
  }
  const wait = () => awaitStatement(builder, builder.random.weighted(coroutines)(builder, position, named.slot));
  return builder.random.chance(0.4) ? builder.random.listOf(2, 3, wait) : wait();
};

/** Generates an await, sometimes with a time limit, sometimes with a handler that swallows the error. */
function awaitStatement(builder: ProgramBuilder, of: Expression): Statement {
  const { random } = builder;
  const statement: Statement = { op: "await", of: random.chance(0.35) ? { kind: "waitFor", of, ms: timeLimit(random) } : of };
  if (random.chance(0.6)) return statement;
  return { op: "try", body: [statement], handlers: [{ catch: random.chance(0.5) ? "Exception" : "BaseException", body: [] }] };
}

/** Generates timers that operate on the primitives. Without them all tasks would soon wait for each other. */
export function backgroundTimers(builder: ProgramBuilder, position: Position): Block {
  const { random } = builder;
  return Array.from({ length: random.between(2, 6) }, (_, index) => ({
    op: "callLater",
    ms: 125 * (index + 1),
    slot: builder.newSlot("handle"),
    body: random.listOf(1, 3, () => operate(builder, inCallback(position)) ?? []).flat(),
  }));
}

/** Generates a cancel right after an operation: it may hit the task that was just woken, before it runs. */
const operateAndCancel: Rule = (builder, position) => {
  const { random } = builder;
  const target = random.pick(builder.tasks)!;
  return [operate(builder, position) ?? [], random.chance(0.3) ? (operate(builder, position) ?? []) : [], cancel(builder, target)].flat();
};

/** The rules for programs that have primitives. */
export const sync: Grammar = {
  immediate: [
    [50, operate],
    [12, operateAndCancel],
  ],
  suspending: [
    [80, use],
    [5, repeatedCancel],
  ],
};
