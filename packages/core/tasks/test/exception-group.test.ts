// @skip-on Chromium: A page does not have Node's util.
import { inspect } from "node:util";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { CancelledError, type ErrorFilter, ExceptionGroup, TimeoutError } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";

const range = new RangeError("range");
const type = new TypeError("type");
const syntax = new SyntaxError("syntax");

/** The messages of a group as nested arrays: its own message, then the messages of its errors. */
type Messages = string | Messages[];

function messagesOf(error: unknown): Messages {
  if (error instanceof ExceptionGroup) return [error.message, ...(error.errors as unknown[]).map(messagesOf)];
  return error instanceof Error ? error.message : String(error);
}

const nested = () =>
  new ExceptionGroup("outer", [range, new ExceptionGroup("inner", [type, new ExceptionGroup("innermost", [range, syntax])]), type]);

test("ExceptionGroup is an AggregateError with a name, a message and errors", () => {
  const group = new ExceptionGroup("several", [range, type]);
  expect(group).toBeInstanceOf(AggregateError);
  expect(group).toBeInstanceOf(Error);
  expect([group.name, group.message, group.errors]).toEqual(["ExceptionGroup", "several", [range, type]]);
  expect(String(group)).toBe("ExceptionGroup: several (2 sub-exceptions)\n  - RangeError: range\n  - TypeError: type");
  const nested = new ExceptionGroup("outer", [group]);
  expect(String(nested)).toBe(
    "ExceptionGroup: outer (1 sub-exception)\n  - ExceptionGroup: several (2 sub-exceptions)\n    - RangeError: range\n    - TypeError: type",
  );
  expect(inspect(nested)).toMatch(/RangeError: range[^]*TypeError: type/);
});

// JavaScriptCore's stacks do not begin with the message.
test.skipIf(on("Bun"))("the console shows an ExceptionGroup with the number of errors, and its stack", () => {
  const inner = new ExceptionGroup("inner", [range]);
  expect(inspect(new ExceptionGroup("outer", [inner, type]))).toMatch(
    /^ExceptionGroup: outer \(2 sub-exceptions\)\n +at [^]*\n {2}- ExceptionGroup: inner \(1 sub-exception\)\n +at /,
  );
});

test("ExceptionGroup accepts a cause, and values that are not Error objects", () => {
  const group = new ExceptionGroup("several", ["text", undefined, 1], { cause: range });
  expect([group.cause, group.errors]).toEqual([range, ["text", undefined, 1]]);
});

test("ExceptionGroup throws TypeError for an empty array and for a value that is not an array", () => {
  const got = { "an array of 0": [], null: null, 'RangeError("range")': range };
  for (const [text, errors] of Object.entries(got)) {
    const expected = new TypeError(`ExceptionGroup: a non-empty array of errors was expected, got ${text}`);
    expect(() => new ExceptionGroup("none", errors as never)).toThrow(expected);
  }
});

test("ExceptionGroup keeps its errors if the given array is changed later", () => {
  const errors: Error[] = [range];
  const group = new ExceptionGroup("several", errors);
  errors.push(type);
  expect(group.errors).toEqual([range]);
});

describe("group.split()", () => {
  const cases: [string, ErrorFilter, Messages | null, Messages | null][] = [
    [
      "by class",
      RangeError,
      ["outer", "range", ["inner", ["innermost", "range"]]],
      ["outer", ["inner", "type", ["innermost", "syntax"]], "type"],
    ],
    [
      "by several classes",
      [RangeError, SyntaxError],
      ["outer", "range", ["inner", ["innermost", "range", "syntax"]]],
      ["outer", ["inner", "type"], "type"],
    ],
    [
      "by a predicate",
      (error) => error === syntax,
      ["outer", ["inner", ["innermost", "syntax"]]],
      ["outer", "range", ["inner", "type", ["innermost", "range"]], "type"],
    ],
    [
      "by a class that matches no error",
      ReferenceError,
      null,
      ["outer", "range", ["inner", "type", ["innermost", "range", "syntax"]], "type"],
    ],
    ["by a class that matches every error", Error, ["outer", "range", ["inner", "type", ["innermost", "range", "syntax"]], "type"], null],
    [
      "by a predicate that matches a nested group as a whole",
      (error) => error instanceof ExceptionGroup && error.message === "innermost",
      ["outer", ["inner", ["innermost", "range", "syntax"]]],
      ["outer", "range", ["inner", "type"], "type"],
    ],
  ];

  test.each(cases)("%s keeps the nesting on both sides", (_, filter, matching, rest) => {
    expect(
      nested()
        .split(filter)
        .map((part) => part && messagesOf(part)),
    ).toEqual([matching, rest]);
    expect(messagesOf(nested().subgroup(filter) ?? "null")).toEqual(matching ?? "null");
  });

  test("returns the group itself if it matches as a whole", () => {
    const group = nested();
    expect(group.split(ExceptionGroup)[0]).toBe(group);
    expect(group.subgroup(Error)).toBe(group);
    expect(group.subgroup((error) => error === group)).toBe(group);
  });

  test("keeps the identity of each error", () => {
    const [matching, rest] = new ExceptionGroup("several", [range, type]).split(RangeError);
    expect([matching!.errors[0] === range, rest!.errors[0] === type]).toEqual([true, true]);
  });

  test("keeps the causes of groups on both sides and at every level", () => {
    const inner = new ExceptionGroup("inner", [range, type], { cause: "of inner" });
    const outer = new ExceptionGroup("outer", [inner], { cause: "of outer" });
    for (const part of outer.split(RangeError)) {
      expect([part!.cause, (part!.errors[0] as ExceptionGroup).cause]).toEqual(["of outer", "of inner"]);
    }
  });

  test("by class matches the errors of this library", () => {
    const [timeout, cancelled] = [new TimeoutError("t"), new CancelledError("c")];
    const group = new ExceptionGroup("several", [timeout, cancelled, range]);
    expect(group.subgroup(TimeoutError)!.errors).toEqual([timeout]);
    expect(group.subgroup([TimeoutError, CancelledError])!.errors).toEqual([timeout, cancelled]);
  });
});

describe("group.derive()", () => {
  class Numbered extends ExceptionGroup {
    readonly code: number;
    constructor(message: string, errors: readonly unknown[], code: number, options?: ErrorOptions) {
      super(message, errors, options);
      this.code = code;
    }
    override derive(errors: readonly unknown[]): Numbered {
      return new Numbered(this.message, errors, this.code);
    }
  }

  test("returns a group with the same message and other errors", () => {
    const group = new ExceptionGroup("several", [range], { cause: type });
    const derived = group.derive([syntax]);
    expect([messagesOf(derived), derived === group]).toEqual([["several", "syntax"], false]);
  });

  test("of a subclass determines the class and fields of the parts that split() returns, which keep the cause", () => {
    const group = new Numbered("several", [range, new Numbered("inner", [range, type], 7)], 42, { cause: "why" });
    const [matching, rest] = group.split(RangeError);
    expect(matching).toBeInstanceOf(Numbered);
    expect([(matching as Numbered).code, (rest as Numbered).code, (rest!.errors[0] as Numbered).code]).toEqual([42, 42, 7]);
    expect([matching!.cause, rest!.cause]).toEqual(["why", "why"]);
  });

  test("of a subclass that does not override it returns a plain ExceptionGroup", () => {
    class WithoutDerive extends ExceptionGroup {}
    const part = new WithoutDerive("several", [range, type]).subgroup(RangeError)!;
    expect([part instanceof WithoutDerive, part.constructor]).toEqual([false, ExceptionGroup]);
  });
});

test("instanceof distinguishes ExceptionGroup, its subclasses and other errors", () => {
  class Mine extends ExceptionGroup {}
  const [plain, mine] = [new ExceptionGroup("", [1]), new Mine("", [1])];
  expect([plain instanceof Mine, mine instanceof Mine, mine instanceof ExceptionGroup]).toEqual([false, true, true]);
  expect([new AggregateError([]) instanceof ExceptionGroup, range instanceof ExceptionGroup]).toEqual([false, false]);
});
