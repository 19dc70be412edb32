import { readable } from "@asyncio-ts/test-helpers/page-messages";
import type { ExceptionContext, Handle, TimerHandle } from "asyncio-ts";
import type { Block, Slot } from "../language/program.ts";
import type { Interpreter } from "./interpreter.ts";
import type { World } from "./world.ts";

/** Registers the statements about the loop: handles, timers, the exception handler, stopping. */
export function registerHandles(interpreter: Interpreter): void {
  const callback = (world: World, s: { slot: Slot; body: Block }) => () => {
    world.record("called", s.slot);
    interpreter.runImmediate(world, s.body);
  };

  interpreter.register({
    callSoon: (world, s) => world.put(s.slot, world.loop.callSoon(callback(world, s))),
    callThreadsafe: (world, s) => world.put(s.slot, world.loop.callSoonThreadsafe(callback(world, s))),
    callLater: (world, s) => world.put(s.slot, world.loop.callLater(s.ms, callback(world, s))),
    callAt: (world, s) => world.put(s.slot, world.loop.callAt(s.ms, callback(world, s))),
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
    if (world.setAside(context)) return;
    world.record("broken", ...describeReport(world, context));
    throw new Error("broken handler");
  },
  default: undefined,
};

/** Creates an exception handler that records the reports. */
export function traceHandler(world: World): Handler {
  return (_loop, context) => {
    if (!world.setAside(context)) world.record("handler", ...describeReport(world, context), world.variables.v.get());
  };
}

/** Messages name objects, so only the kind of a report is compared. */
const kinds: [pattern: RegExp, kind: string][] = [
  [/^Exception in callback/, "callback"],
  [/^Unhandled error in exception handler/, "handler"],
  [/^unhandled exception during .*run\(\) shutdown/, "shutdown"],
  [/exception in shielded future$/, "shield"],
  [/is already completed$/, "orphan"],
];

/** Describes a report to the exception handler by its kind and its error. */
export function describeReport(world: World, { message, exception }: ExceptionContext): [kind: string, error: unknown] {
  const text = readable(message);
  const kind = kinds.find(([pattern]) => pattern.test(text))?.[1] ?? text;
  return [kind, exception === undefined ? null : world.errors.describe(exception)];
}
