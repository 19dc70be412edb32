import { Context, ContextVar, copyContext, type Handle, type Runnable, Token } from "@asyncio-ts/loop";
import { runInline } from "@asyncio-ts/loop/lowlevel";
import { afterEach, expect, test } from "vitest";
import { GuestLoop } from "./guest-loop.ts";
import { VirtualLoop } from "./virtual-loop.ts";

const color = new ContextVar<string>("color", { default: "none" });
/** The tokens of values that a test sets in the root context. */
let rootTokens: Token<string>[] = [];
afterEach(() => {
  for (const token of rootTokens.reverse()) color.reset(token);
  rootTokens = [];
});

test("rule 6: a callback runs in the context captured when it was scheduled", () => {
  const loop = new VirtualLoop();
  const seen: string[] = [];
  rootTokens.push(color.set("red"));
  loop.callSoon(() => seen.push(color.get()));
  loop.callLater(5, () => seen.push(color.get()));
  rootTokens.push(color.set("green"));
  loop.callSoon(() => seen.push(color.get()));
  rootTokens.push(color.set("blue"));
  loop.runForever();
  expect(seen).toEqual(["red", "green", "red"]);
});

test("rule 6: a value set in a callback is visible only there and in callbacks scheduled afterwards", () => {
  const loop = new VirtualLoop();
  const seen: [string, string][] = [];
  const see = (place: string): unknown => seen.push([place, color.get()]);
  loop.callSoon(() => {
    loop.callSoon(see, "scheduled before");
    color.set("red");
    loop.callSoon(see, "scheduled after");
    color.set("green");
  });
  loop.callSoon(() => {
    see("neighbour");
    color.set("blue");
  });
  loop.callSoon(see, "second neighbour");
  loop.runForever();
  see("root");
  expect(seen).toEqual([
    ["neighbour", "none"],
    ["second neighbour", "none"],
    ["scheduled before", "none"],
    ["scheduled after", "red"],
    ["root", "none"],
  ]);
});

test("rule 6: handles keep their contexts when runForever() is called inside Context.run()", () => {
  const loop = new VirtualLoop();
  const seen: string[] = [];
  const around = copyContext();
  around.run(() => {
    color.set("red");
    loop.callSoon(() => {
      color.set("green");
      loop.callSoon(() => seen.push(color.get()));
    });
    loop.callSoon(() => seen.push(color.get()));
    loop.runForever();
    seen.push(color.get());
  });
  expect(seen).toEqual(["red", "green", "red"]);
  expect(around.get(color)).toBe("red");
});

test("rule 6: a host callback sees the root context, not the context of the step before it", () => {
  const loop = new GuestLoop();
  const { driver } = loop;
  loop.callSoon(() => color.set("red"));
  driver.turn();
  expect(color.get()).toBe("none");
});

test("rule 6: a host callback inside Context.run() does not pass its context to the step that it wakes", () => {
  const loop = new GuestLoop();
  Object.assign(loop.driver, { inline: true });
  const seen: string[] = [];
  const own = new Context();
  const step: Runnable = { context: own, run: () => void seen.push(color.get()) };
  const host = new Context();
  host.run(() => {
    color.set("red");
    runInline(loop, () => step, null, null);
  });
  loop.driver.turn();
  expect(seen).toEqual(["none"]);
});

test("handle.getContext() returns the same context before and during the step", () => {
  const loop = new VirtualLoop();
  let inside: Context | undefined;
  const handle = loop.callSoon(() => {
    color.set("red");
    inside = handle.getContext();
  });
  const early = handle.getContext();
  expect(early.get(color)).toBeUndefined();
  loop.runForever();
  expect(inside).toBe(early);
  expect(early.get(color)).toBe("red");
});

test("Context.run() passes arguments and the result, and values set inside stay in the context", () => {
  const context = copyContext();
  const result = context.run(
    (a, b) => {
      expect(color.get()).toBe("none");
      color.set("red");
      return a + b;
    },
    1,
    2,
  );
  expect(result).toBe(3);
  expect([color.get(), context.get(color)]).toEqual(["none", "red"]);
  context.run(() => expect(color.get()).toBe("red"));
});

test("Context.run() inside a step restores the context of the step, even after a throw", () => {
  const loop = new VirtualLoop();
  const seen: string[] = [];
  loop.callSoon(() => {
    color.set("of the step");
    const inner = copyContext();
    expect(() =>
      inner.run(() => {
        seen.push(color.get());
        color.set("inner");
        loop.callSoon(() => seen.push(color.get()));
        throw new Error("bad luck");
      }),
    ).toThrow("bad luck");
    seen.push(color.get());
  });
  loop.runForever();
  expect(seen).toEqual(["of the step", "of the step", "inner"]);
});

test("Context.run() throws if the context is already entered", () => {
  const context = copyContext();
  const entered = new Error("Context.run: cannot enter a context that is already entered");
  context.run(() => {
    expect(() => context.run(() => {})).toThrow(entered);
    copyContext().run(() => expect(() => context.run(() => {})).toThrow(entered));
  });
  context.run(() => {});

  const loop = new VirtualLoop();
  const errors: unknown[] = [];
  loop.setExceptionHandler((_, { exception }) => errors.push(exception));
  const handle: Handle = loop.callSoon(() => handle.getContext().run(() => {}));
  loop.runForever();
  expect(errors).toEqual([entered]);
});

test("Context.copy() returns an independent context", () => {
  const first = copyContext();
  first.run(() => color.set("red"));
  const second = first.copy();
  second.run(() => color.set("green"));
  expect([first.get(color), second.get(color), color.get()]).toEqual(["red", "green", "none"]);
});

test("Context.get() and has() see only values that were set in the context, not defaults", () => {
  const shape = new ContextVar<string>("shape", { default: "round" });
  const context = new Context();
  expect([context.has(shape), context.get(shape), context.get(shape, "flat")]).toEqual([false, undefined, "flat"]);
  context.run(() => shape.set("square"));
  expect([context.has(shape), context.get(shape), context.get(shape, "flat")]).toEqual([true, "square", "square"]);
});

test("ContextVar.get() without a value returns the fallback or the default, or else throws", () => {
  const bare = new ContextVar<string>("bare");
  expect(bare.get("fallback")).toBe("fallback");
  expect(bare.get(undefined)).toBeUndefined();
  expect(color.get("fallback")).toBe("fallback");
  expect(color.get()).toBe("none");
  expect(() => bare.get()).toThrow(new ReferenceError("ContextVar bare: it has no value in the current context and no default"));
  expect(new ContextVar<string | undefined>("empty", { default: undefined }).get()).toBeUndefined();
  expect(() => new ContextVar(1 as never)).toThrow(new TypeError("ContextVar: the name must be a string, got number"));
});

test("ContextVar.reset() restores the value from before the token's set()", () => {
  const size = new ContextVar<number>("size");
  const first = size.set(1);
  const second = size.set(2);
  expect([first.var, first.oldValue, second.oldValue]).toEqual([size, Token.MISSING, 1]);
  size.reset(second);
  expect(size.get()).toBe(1);
  size.reset(first);
  expect(size.get("missing")).toBe("missing");
});

test("ContextVar.reset() throws for a used token, and for a token of another variable or context", () => {
  const other = new ContextVar<string>("other");
  const token = color.set("red");
  expect(() => other.reset(token)).toThrow(RangeError);
  expect(() => other.reset(token)).toThrow("ContextVar other: the token belongs to another variable, color");
  copyContext().run(() => expect(() => color.reset(token)).toThrow("ContextVar color: the token was created in another context"));
  color.reset(token);
  expect(() => color.reset(token)).toThrow("ContextVar color: the token was used already");
});

test("`using` a token resets the variable at the end of the block", () => {
  const seen: string[] = [];
  {
    using _ = color.set("red");
    seen.push(color.get());
  }
  seen.push(color.get());
  expect(seen).toEqual(["red", "none"]);
});
