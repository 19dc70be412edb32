import { decodeThrown, encodeThrown, registerErrorClass } from "@asyncio-ts/promise/lowlevel";
import { QueueShutDown } from "@asyncio-ts/sync";
import { CancelledError, ExceptionGroup, InvalidStateError, KeyboardInterrupt, TimeoutError } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";

const isJson = (value: unknown) => {
  try {
    return JSON.stringify(value) !== undefined;
  } catch {
    return false;
  }
};

/** Sends a thrown value through JSON. */
function sent(thrown: unknown): any {
  return decodeThrown(JSON.parse(JSON.stringify(encodeThrown(thrown, isJson))));
}

const classes = [
  Error,
  RangeError,
  TypeError,
  SyntaxError,
  CancelledError,
  InvalidStateError,
  TimeoutError,
  KeyboardInterrupt,
  QueueShutDown,
];

test.for(classes.map((type) => ({ name: type.name, type })))("an error of class $name keeps it, its message and its stack", ({ type }) => {
  const error = new type("a message");
  const copy = sent(error);
  expect(copy).toBeInstanceOf(type);
  expect(copy).toBeInstanceOf(Error);
  expect(Object.getPrototypeOf(copy)).toBe(type.prototype);
  expect(copy).toMatchObject({ name: error.name, message: "a message" });
  // On Bun, an error that captures no stack has none.
  expect(copy.stack).toBe(error.stack ?? copy.stack);
  expect(Object.keys(copy)).toEqual([]);
});

test("an error keeps its own fields, except those that cannot be sent", () => {
  const error = Object.assign(new RangeError("bad"), { code: "EBAD", detail: { at: 3 }, big: 1n, fn() {} });
  expect({ ...sent(error) }).toEqual({ code: "EBAD", detail: { at: 3 } });
});

test("an error of an unknown class keeps its name and the nearest known class", () => {
  class HttpError extends TypeError {
    override name = "HttpError";
    status = 404;
  }
  const copy = sent(new HttpError("gone"));
  expect(copy).toBeInstanceOf(TypeError);
  expect(copy).toMatchObject({ name: "HttpError", status: 404 });
  expect(String(copy)).toBe("HttpError: gone");
});

test("a foreign class with the name of one of ours does not become ours", () => {
  const Foreign = class TimeoutError extends Error {
    override name = "TimeoutError";
  };
  const copy = sent(new Foreign("late"));
  expect(copy).not.toBeInstanceOf(TimeoutError);
  expect(copy.name).toBe("TimeoutError");
});

test("an error keeps its cause and its errors, at any depth", () => {
  const group = new ExceptionGroup("several", [new RangeError("a"), new ExceptionGroup("inner", ["text"])], {
    cause: new CancelledError("c"),
  });
  const copy = sent(new Error("outer", { cause: group }));
  expect(copy.cause).toBeInstanceOf(ExceptionGroup);
  expect(copy.cause.subgroup(RangeError).errors[0].message).toBe("a");
  expect(copy.cause.errors[1].errors).toEqual(["text"]);
  expect(copy.cause.cause).toBeInstanceOf(CancelledError);
});

test("a DOMException keeps its name and its code", () => {
  const copy = sent(new DOMException("stop", "AbortError"));
  expect(copy).toBeInstanceOf(DOMException);
  expect(copy).toMatchObject({ name: "AbortError", message: "stop", code: 20 });
});

test("a registered class is known", () => {
  class Custom extends Error {
    readonly id: number;
    constructor(id: number) {
      super(`custom ${id}`);
      this.id = id;
    }
  }
  registerErrorClass("Custom", Custom);
  const copy = sent(new Custom(7));
  expect(copy).toBeInstanceOf(Custom);
  expect(copy).toMatchObject({ id: 7, message: "custom 7" });
});

test("thrown values that are no errors stay as they are, if they can be sent", () => {
  for (const value of [null, 5, "text", { a: 1 }]) expect(sent(value)).toEqual(value);
  expect(sent(undefined)).toMatchObject({ message: "a value was thrown that cannot be sent: undefined" });
  expect(sent(Symbol("s"))).toBeInstanceOf(Error);
});

test("a cycle of causes and hostile getters end", () => {
  const cycle = new Error("cycle");
  cycle.cause = cycle;
  expect(sent(cycle).cause.cause.message).toBe("cycle");
  const hostile = new Error("hostile");
  for (const key of ["stack", "cause", "errors", "field"]) {
    Object.defineProperty(hostile, key, {
      enumerable: true,
      get() {
        throw new Error("getter");
      },
    });
  }
  expect(sent(hostile).message).toBe("hostile");
  const { proxy, revoke } = Proxy.revocable(new Error("gone"), {});
  revoke();
  expect(sent(proxy)).toBeInstanceOf(Error);
});

test.for(["name", "message", "errors"])("an error whose %s has no text or cannot be read is sent all the same", (part) => {
  const { proxy, revoke } = Proxy.revocable([], {});
  revoke();
  for (const value of [Object.create(null), { toString: () => expect.fail() }, proxy]) {
    const copy = sent(Object.assign(new RangeError("bad"), { [part]: value }));
    expect(copy).toBeInstanceOf(RangeError);
    expect(copy.errors).toBeUndefined();
  }
});
