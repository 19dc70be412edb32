import type { Context, Token } from "asyncio-ts";
import type { Interpreter } from "./interpreter.ts";

/** Registers the statements about context variables. */
export function registerContexts(interpreter: Interpreter): void {
  const { api } = interpreter;
  interpreter.register({
    varGet: (world, s) => world.record("get", s.name, world.variables[s.name].get(null)),
    varSet: (world, s) => world.put(s.slot, world.variables[s.name].set(s.value)),
    varReset(world, s) {
      const token = world.get<Token<number | null>>(s.target);
      if (token !== undefined) world.attempt("reset", [s.name], () => world.variables[s.name].reset(token));
    },
    copyContext: (world, s) => world.put(s.slot, api.copyContext()),
    inspect(world, s) {
      const context = world.get<Context>(s.target);
      if (context !== undefined) world.record("inspect", s.target, context.get(world.variables.v) ?? null);
    },
    runInContext: (world, s) => world.get<Context>(s.target)?.run(() => interpreter.runImmediate(world, s.body)),
  });
}
