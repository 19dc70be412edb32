import type { Variable } from "../language/loop.ts";
import type { ProgramBuilder, Rule, Grammar } from "./program-builder.ts";
import { inCallback } from "./position.ts";

function variable(builder: ProgramBuilder): Variable {
  return builder.random.chance(0.8) ? "v" : "w";
}

const get: Rule = (builder) => ({ op: "varGet", name: variable(builder) });

const set: Rule = (builder) => ({
  op: "varSet",
  name: variable(builder),
  value: builder.serial(),
  slot: builder.newSlot("token"),
});

const reset: Rule = (builder) => {
  const target = builder.anySlot("token");
  return target === undefined ? undefined : { op: "varReset", name: variable(builder), target };
};

const copy: Rule = (builder) => ({ op: "copyContext", slot: builder.newSlot("context") });

const inspect: Rule = (builder) => {
  const target = builder.anySlot("context");
  return target === undefined ? undefined : { op: "inspect", target };
};

const runInContext: Rule = (builder, position) => {
  const target = builder.anySlot("context");
  return target === undefined ? undefined : { op: "runInContext", target, body: builder.block(inCallback(position), 1, 2) };
};

export const contexts: Grammar = {
  immediate: [
    [2, get],
    [3, set],
    [1, reset],
    [1, copy],
    [0.5, inspect],
    [1, runInContext],
  ],
  suspending: [],
};
