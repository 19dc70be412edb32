import type { ExceptionContext, Handle, TimerHandle } from "asyncio-ts";
import type { Block, Slot } from "../language/program.ts";
import type { Interpreter } from "./interpreter.ts";
import type { World } from "./world.ts";

/** Statements about the loop: handles, timers, its exception handler, stopping. */
export function learnHandles(interpreter: Interpreter): void {
  const called = (world: World, s: { slot: Slot; body: Block }) => () => {
    world.record("called", s.slot);
    interpreter.runNow(world, s.body);
  };

  interpreter.learn({
    callSoon: (world, s) => world.put(s.slot, world.loop.callSoon(called(world, s))),
    callThreadsafe: (world, s) => world.put(s.slot, world.loop.callSoonThreadsafe(called(world, s))),
    callLater: (world, s) => world.put(s.slot, world.loop.callLater(s.ms, called(world, s))),
    callAt: (world, s) => world.put(s.slot, world.loop.callAt(s.ms, called(world, s))),
    cancelHandle: (world, s) => world.get<Handle>(s.target)?.cancel(),
    handle(world, s) {
      const handle = world.get<Handle | TimerHandle>(s.target);
      const when = handle !== undefined && "when" in handle ? handle.when() : null;
      if (handle !== undefined) world.record("handle", s.target, handle.cancelled(), when);
    },
    handler: (world, s) => world.loop.setExceptionHandler(handlers[s.mode]?.(world) ?? null),
    report: (world, s) => world.loop.callExceptionHandler({ message: s.message }),
    stop: (world) => world.loop.stop(),
  });
}

type Handler = (loop: unknown, context: ExceptionContext) => void;

const handlers: Record<"trace" | "broken" | "default", ((world: World) => Handler) | undefined> = {
  trace: traceHandler,
  broken: (world) => (_loop, context) => {
    if (world.sift(context)) return;
    world.record("broken", ...told(world, context));
    throw new Error("broken handler");
  },
  default: undefined,
};

export function traceHandler(world: World): Handler {
  return (_loop, context) => {
    if (!world.sift(context)) world.record("handler", ...told(world, context), world.variables.v.get());
  };
}

/** Messages name objects: what is compared is which of the loop's reports it is. */
const kinds: [pattern: RegExp, kind: string][] = [
  [/^Exception in callback/, "callback"],
  [/^Unhandled error in exception handler/, "handler"],
  [/^unhandled exception during .*run\(\) shutdown/, "shutdown"],
  [/exception in shielded future$/, "shield"],
  [/is already completed$/, "orphan"],
];

export function told(world: World, { message, exception }: ExceptionContext): [kind: string, error: unknown] {
  const kind = kinds.find(([pattern]) => pattern.test(message))?.[1] ?? message;
  return [kind, exception === undefined ? null : world.errors.tell(exception)];
}
