import {
  type Context,
  ContextVar,
  copyContext,
  type Driver,
  type Handle,
  HostDriver,
  LoopCore,
  type TimerHandle,
  Token,
} from "@asyncio-ts/loop";
import { expectTypeOf, test } from "vitest";

const loop = new LoopCore(new HostDriver());
const add = (a: number, b: string): void => void (b + a);

test("callSoon(), callLater() and callAt() check arguments against the callback's parameters", () => {
  expectTypeOf(loop.callSoon(add, 1, "b")).toEqualTypeOf<Handle>();
  expectTypeOf(loop.callSoonThreadsafe(add, 1, "b")).toEqualTypeOf<Handle>();
  expectTypeOf(loop.callLater(5, add, 1, "b")).toEqualTypeOf<TimerHandle>();
  expectTypeOf(loop.callAt(5, add, 1, "b")).toEqualTypeOf<TimerHandle>();
  // @ts-expect-error: a string where a number belongs
  loop.callSoon(add, "a", "b");
  // @ts-expect-error: an argument is missing
  loop.callLater(5, add, 1);
  // @ts-expect-error: the time comes first
  loop.callAt(add, 5);
});

test("HostDriver is a Driver<false>, and runForever() returns void or a promise", () => {
  expectTypeOf<HostDriver>().toExtend<Driver<false>>();
  expectTypeOf<HostDriver>().not.toExtend<Driver<true>>();
  expectTypeOf(loop.runForever()).toEqualTypeOf<void | Promise<void>>();
});

test("setExceptionHandler() types the handler's loop as the class it is called on", () => {
  class Loop extends LoopCore {
    own = 1;
  }
  new Loop(new HostDriver()).setExceptionHandler((loop, context) => {
    expectTypeOf(loop.own).toEqualTypeOf<number>();
    expectTypeOf(context.message).toEqualTypeOf<string>();
    expectTypeOf(context.exception).toEqualTypeOf<unknown>();
  });
});

test("ContextVar types get(), set() and reset() by its value and the fallback", () => {
  const size = new ContextVar<number>("size");
  expectTypeOf(size.get()).toEqualTypeOf<number>();
  expectTypeOf(size.get(null)).toEqualTypeOf<number | null>();
  expectTypeOf(size.set(1)).toEqualTypeOf<Token<number>>();
  expectTypeOf(size.set(1).oldValue).toEqualTypeOf<number | typeof Token.MISSING>();
  // @ts-expect-error: a string where a number belongs
  size.set("large");
  // @ts-expect-error: a default of another type
  void new ContextVar<number>("size", { default: "large" });
  // @ts-expect-error: a token of another type
  size.reset(new ContextVar<string>("color").set("red"));
  expectTypeOf(new ContextVar("inferred", { default: "x" })).toEqualTypeOf<ContextVar<string>>();
});

test("Context.run() and get() infer arguments and results", () => {
  const context = copyContext();
  expectTypeOf(context).toEqualTypeOf<Context>();
  expectTypeOf(context.run((a: number) => `${a}`, 1)).toEqualTypeOf<string>();
  expectTypeOf(context.get(new ContextVar<number>("size"))).toEqualTypeOf<number | undefined>();
  expectTypeOf(context.get(new ContextVar<number>("size"), "none")).toEqualTypeOf<number | string>();
  // @ts-expect-error: an argument is missing
  context.run(add, 1);
});

test("hostWork() returns a Disposable", () => {
  expectTypeOf(loop.hostWork("a fetch")).toExtend<Disposable>();
});
