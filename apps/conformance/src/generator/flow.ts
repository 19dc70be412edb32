import type { Caught, ErrorSpec, Handler } from "../language/flow.ts";
import type { ProgramBuilder, Rule, Grammar } from "./program-builder.ts";
import { inBlock, MAX_DEPTH, type Position } from "./position.ts";
import type { Weighted } from "./random.ts";

const kinds: Weighted<ErrorSpec["kind"]> = [
  [5, "A"],
  [3, "B"],
  [1, "CancelledError"],
  [1, "TimeoutError"],
];

const caught: Weighted<Caught> = [
  [4, "Exception"],
  [3, "BaseException"],
  [6, "CancelledError"],
  [3, "TimeoutError"],
  [2, "A"],
  [1, "B"],
  [1, "ExceptionGroup"],
];

export function errorSpec(builder: ProgramBuilder): ErrorSpec {
  const kind = builder.random.weighted(kinds);
  return builder.random.chance(0.7) ? { kind, message: `e${builder.serial()}` } : { kind };
}

function handler(builder: ProgramBuilder, position: Position): Handler {
  return {
    catch: builder.random.weighted(caught),
    body: builder.block(position, 0, 2),
    ...(builder.random.chance(0.3) && { reraise: true }),
  };
}

const log: Rule = (builder) => ({ op: "log", value: builder.serial() });

const raise: Rule = (builder) => ({ op: "raise", error: errorSpec(builder) });

const returnValue: Rule = (builder) => ({ op: "return", value: builder.serial() });

const tryStatement: Rule = (builder, position) => {
  if (position.depth >= MAX_DEPTH) return undefined;
  const { random } = builder;
  const deeper = inBlock(position);
  const body = builder.block(deeper, 1, 3);
  const handlers = random.chance(0.75) ? random.listOf(1, 2, () => handler(builder, deeper)) : [];
  const final = handlers.length === 0 || random.chance(0.4) ? builder.block(deeper, 1, 2) : [];
  return { op: "try", body, ...(handlers.length > 0 && { handlers }), ...(final.length > 0 && { final }) };
};

export const flow: Grammar = {
  immediate: [
    [2, log],
    [2, raise],
  ],
  suspending: [
    [1, returnValue],
    [16, tryStatement],
  ],
};
