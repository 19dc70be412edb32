import { CancelledError, type ErrorFilter, ExceptionGroup, TimeoutError } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";

const range = new RangeError("range");
const type = new TypeError("type");
const syntax = new SyntaxError("syntax");

/** A group as nested arrays: its message, then each error's message. */
type Sketch = string | Sketch[];

function sketch(error: unknown): Sketch {
  if (error instanceof ExceptionGroup) return [error.message, ...(error.errors as unknown[]).map(sketch)];
  return error instanceof Error ? error.message : String(error);
}

const nested = () =>
  new ExceptionGroup("outer", [range, new ExceptionGroup("inner", [type, new ExceptionGroup("innermost", [range, syntax])]), type]);

test("a group is an AggregateError with its message, its errors and its name", () => {
  const group = new ExceptionGroup("several", [range, type]);
  expect(group).toBeInstanceOf(AggregateError);
  expect(group).toBeInstanceOf(Error);
  expect([group.name, group.message, group.errors]).toEqual(["ExceptionGroup", "several", [range, type]]);
  expect(String(group)).toBe("ExceptionGroup: several");
});

test("a group takes a cause, and values that are no errors", () => {
  const group = new ExceptionGroup("several", ["text", undefined, 1], { cause: range });
  expect([group.cause, group.errors]).toEqual([range, ["text", undefined, 1]]);
});

test("a group without errors is refused, and so is what is no array", () => {
  for (const errors of [[], null, undefined, range, new Set([range])]) {
    expect(() => new ExceptionGroup("none", errors as never)).toThrow(
      new TypeError("ExceptionGroup: a non-empty array of errors was expected"),
    );
  }
});

test("a group keeps its errors, whatever becomes of the array", () => {
  const errors: Error[] = [range];
  const group = new ExceptionGroup("several", errors);
  errors.push(type);
  expect(group.errors).toEqual([range]);
});

describe("split", () => {
  const cases: [string, ErrorFilter, Sketch | null, Sketch | null][] = [
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
    ["by a class that none is of", ReferenceError, null, ["outer", "range", ["inner", "type", ["innermost", "range", "syntax"]], "type"]],
    ["by a class that each is of", Error, ["outer", "range", ["inner", "type", ["innermost", "range", "syntax"]], "type"], null],
    [
      "by a predicate that a whole group meets",
      (error) => error instanceof ExceptionGroup && error.message === "innermost",
      ["outer", ["inner", ["innermost", "range", "syntax"]]],
      ["outer", "range", ["inner", "type"], "type"],
    ],
  ];

  test.each(cases)("%s keeps the nesting on both sides", (_, filter, matching, rest) => {
    expect(
      nested()
        .split(filter)
        .map((part) => part && sketch(part)),
    ).toEqual([matching, rest]);
    expect(sketch(nested().subgroup(filter) ?? "null")).toEqual(matching ?? "null");
  });

  test("gives the group itself when it is met as a whole", () => {
    const group = nested();
    expect(group.split(ExceptionGroup)[0]).toBe(group);
    expect(group.subgroup(Error)).toBe(group);
    expect(group.subgroup((error) => error === group)).toBe(group);
  });

  test("keeps each error itself", () => {
    const [matching, rest] = new ExceptionGroup("several", [range, type]).split(RangeError);
    expect([matching!.errors[0] === range, rest!.errors[0] === type]).toEqual([true, true]);
  });

  test("keeps the cause of a group, on both sides and at each level", () => {
    const inner = new ExceptionGroup("inner", [range, type], { cause: "of inner" });
    const outer = new ExceptionGroup("outer", [inner], { cause: "of outer" });
    for (const part of outer.split(RangeError)) {
      expect([part!.cause, (part!.errors[0] as ExceptionGroup).cause]).toEqual(["of outer", "of inner"]);
    }
  });

  test("tells the errors of this library by their class", () => {
    const [timeout, cancelled] = [new TimeoutError("t"), new CancelledError("c")];
    const group = new ExceptionGroup("several", [timeout, cancelled, range]);
    expect(group.subgroup(TimeoutError)!.errors).toEqual([timeout]);
    expect(group.subgroup([TimeoutError, CancelledError])!.errors).toEqual([timeout, cancelled]);
  });
});

describe("derive", () => {
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

  test("gives a group of the same message around other errors", () => {
    const group = new ExceptionGroup("several", [range], { cause: type });
    const derived = group.derive([syntax]);
    expect([sketch(derived), derived === group]).toEqual([["several", "syntax"], false]);
  });

  test("lets a subclass stay itself in split, with what it holds; the cause is kept for it", () => {
    const group = new Numbered("several", [range, new Numbered("inner", [range, type], 7)], 42, { cause: "why" });
    const [matching, rest] = group.split(RangeError);
    expect(matching).toBeInstanceOf(Numbered);
    expect([(matching as Numbered).code, (rest as Numbered).code, (rest!.errors[0] as Numbered).code]).toEqual([42, 42, 7]);
    expect([matching!.cause, rest!.cause]).toEqual(["why", "why"]);
  });

  test("makes a plain group of a subclass that does not say how", () => {
    class Silent extends ExceptionGroup {}
    const part = new Silent("several", [range, type]).subgroup(RangeError)!;
    expect([part instanceof Silent, part.constructor]).toEqual([false, ExceptionGroup]);
  });
});

test("groups are told by instanceof, subclasses by their own class", () => {
  class Mine extends ExceptionGroup {}
  const [plain, mine] = [new ExceptionGroup("", [1]), new Mine("", [1])];
  expect([plain instanceof Mine, mine instanceof Mine, mine instanceof ExceptionGroup]).toEqual([false, true, true]);
  expect([new AggregateError([]) instanceof ExceptionGroup, range instanceof ExceptionGroup]).toEqual([false, false]);
});
