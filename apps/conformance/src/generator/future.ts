import type { ProgramBuilder, Rule, Grammar } from "./program-builder.ts";
import { anyFuture } from "./expression.ts";
import { errorSpec } from "./flow.ts";
import { inCallback } from "./position.ts";

export const future: Rule = (builder) => ({ op: "future", slot: builder.anySlot("future") ?? builder.newSlot("future") });

/** Picks a future to settle: mostly a plain one, since tasks refuse a result. */
function futureToSettle(builder: ProgramBuilder): string {
  return (builder.random.chance(0.9) && builder.anySlot("future")) || anyFuture(builder);
}

const setResult: Rule = (builder) => ({ op: "setResult", target: futureToSettle(builder), value: builder.serial() });

const setException: Rule = (builder) => ({ op: "setException", target: futureToSettle(builder), error: errorSpec(builder) });

function read(op: "state" | "result" | "exception"): Rule {
  return (builder) => ({ op, target: anyFuture(builder) });
}

const addCallback: Rule = (builder, position) => {
  const { random } = builder;
  const target = anyFuture(builder);
  // A repeating callback could add itself, without end.
  const known = !position.repeats && random.chance(0.3) ? builder.anySlot("callback") : undefined;
  if (known !== undefined) return { op: "addCallback", target, slot: known };
  const context = random.chance(0.1) ? builder.anySlot("context") : undefined;
  return {
    op: "addCallback",
    target,
    slot: builder.newSlot("callback"),
    body: builder.block(inCallback(position), 0, 2),
    ...(context !== undefined && { context }),
  };
};

const removeCallback: Rule = (builder) => {
  const slot = builder.anySlot("callback");
  return slot === undefined ? undefined : { op: "removeCallback", target: anyFuture(builder), slot };
};

export const futures: Grammar = {
  immediate: [
    [1, future],
    [4, setResult],
    [3, setException],
    [1, read("state")],
    [1, read("result")],
    [1, read("exception")],
    [5, addCallback],
    [1, removeCallback],
  ],
  suspending: [],
};
