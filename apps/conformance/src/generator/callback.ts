import type { ProgramBuilder, Rule, Grammar } from "./program-builder.ts";
import { delay } from "./duration.ts";
import { inCallback, type Position } from "./position.ts";

function scheduled(builder: ProgramBuilder, position: Position) {
  return { slot: builder.newSlot("handle"), body: builder.block(inCallback(position), 0, 2) };
}

function soon(op: "callSoon" | "callThreadsafe"): Rule {
  return (builder, position) => ({ op, ...scheduled(builder, position) });
}

function timed(op: "callLater" | "callAt"): Rule {
  return (builder, position) => ({ op, ms: delay(builder.random), ...scheduled(builder, position) });
}

function handleStatement(op: "cancelHandle" | "handle"): Rule {
  return (builder) => {
    const target = builder.anySlot("handle");
    return target === undefined ? undefined : { op, target };
  };
}

const handler: Rule = (builder) => ({
  op: "handler",
  mode: builder.random.weighted([
    [2, "trace"],
    [2, "broken"],
    [1, "default"],
  ]),
});

export const callbacks: Grammar = {
  immediate: [
    [4, soon("callSoon")],
    [1, soon("callThreadsafe")],
    [4, timed("callLater")],
    [1, timed("callAt")],
    [2, handleStatement("cancelHandle")],
    [1, handleStatement("handle")],
    [1, handler],
    [1, (builder) => ({ op: "report", message: `r${builder.serial()}` })],
    [0.25, () => ({ op: "stop" })],
  ],
  suspending: [],
};
