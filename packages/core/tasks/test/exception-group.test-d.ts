import { ExceptionGroup } from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

class Own extends Error {
  readonly own = 1;
}

declare const group: ExceptionGroup<Own | RangeError>;
declare const any: ExceptionGroup;

test("group.subgroup() and group.split() narrow the errors by class, classes and type guard", () => {
  expectTypeOf(group.subgroup(Own)).toEqualTypeOf<ExceptionGroup<Own> | null>();
  expectTypeOf(group.subgroup([Own, TypeError])).toEqualTypeOf<ExceptionGroup<Own | TypeError> | null>();
  expectTypeOf(group.subgroup((error): error is Own => error instanceof Own)).toEqualTypeOf<ExceptionGroup<Own> | null>();
  expectTypeOf(group.subgroup(() => true)).toEqualTypeOf<ExceptionGroup<Own | RangeError> | null>();
  expectTypeOf(group.split(Own)[0]).toEqualTypeOf<ExceptionGroup<Own> | null>();
  expectTypeOf(any.split(Own)[0]!.errors).toEqualTypeOf<(Own | ExceptionGroup<Own>)[]>();
});
