import type { Context } from "asyncio-ts";
import type { Block, Slot } from "../language/program.ts";
import type { Future } from "./api.ts";
import { makeError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import type { World } from "./world.ts";

type Callback = (done: Future) => void;

/** Registers the statements about plain futures and done callbacks. */
export function registerFutures(interpreter: Interpreter): void {
  const { api } = interpreter;

  /** Returns the callback in the slot: always the same function, so that it can be removed. */
  function callback(world: World, { slot, body = [] }: { slot: Slot; body?: Block }): Callback {
    const known = world.get<Callback>(slot);
    if (known !== undefined) return known;
    const call = (done: Future) => {
      world.record("callback", slot, world.describe(done), done.cancelled());
      interpreter.runImmediate(world, body);
    };
    world.put(slot, call);
    return call;
  }

  interpreter.register({
    future: (world, s) => world.put(s.slot, world.loop.createFuture()),
    state(world, s) {
      const target = world.get<Future>(s.target);
      if (target !== undefined) world.record("state", s.target, target.done(), target.cancelled());
    },
    setResult(world, s) {
      const target = world.get<Future>(s.target);
      if (target !== undefined) world.attempt("setResult", [s.target], () => target.setResult(s.value));
    },
    setException(world, s) {
      const target = world.get<Future>(s.target);
      const set = () => target!.setException(makeError(api, s.error));
      if (target !== undefined) world.attempt("setException", [s.target], set);
    },
    result(world, s) {
      const target = world.get<Future>(s.target);
      if (target !== undefined) world.attempt("result", [s.target], () => target.result());
    },
    exception(world, s) {
      const target = world.get<Future>(s.target);
      if (target !== undefined) world.attempt("exception", [s.target], () => target.exception());
    },
    addCallback(world, s) {
      const context = s.context === undefined ? null : world.get<Context>(s.context);
      if (context === undefined) return;
      world.get<Future>(s.target)?.addDoneCallback(callback(world, s), context === null ? {} : { context });
    },
    removeCallback(world, s) {
      const target = world.get<Future>(s.target);
      const known = world.get<Callback>(s.slot);
      if (target !== undefined && known !== undefined) world.record("removed", s.target, target.removeDoneCallback(known));
    },
  });
}
