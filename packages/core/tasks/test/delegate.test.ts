import { type Coroutine, coroutine, sleep, taskGroup, timeout, waitFor } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect } from "vitest";
import { COROUTINE_KINDS } from "./coroutine-kinds.ts";

const callee = coroutine(function* callee() {
  return yield* sleep(1, "value");
});

describe.each([
  { combinator: "timeout", inside: (body: () => Coroutine<unknown>) => timeout(1000, body) },
  { combinator: "waitFor", inside: (body: () => Coroutine<unknown>) => waitFor(body(), 1000) },
  { combinator: "taskGroup", inside: (body: () => Coroutine<unknown>) => taskGroup(body) },
])("the body of $combinator()", ({ inside }) => {
  test.each(COROUTINE_KINDS)("as a %s coroutine receives the results that it awaits, and returns its own", function* (_, mark) {
    const body = mark(function* body() {
      return [yield* callee(), yield* sleep(0, 0), yield* callee()];
    });
    expect(yield* inside(body)).toEqual(["value", 0, "value"]);
  });

  test("receives an error thrown into it where it waits, and can continue", function* () {
    const started = inside(function* () {
      try {
        yield* sleep(1000);
      } catch (error) {
        return [error, yield* sleep(0, "went on")];
      }
      return [];
    });
    started.next();
    expect(started.throw("thrown").done).toBe(false);
    expect({ ...started.next() }).toEqual({ done: true, value: ["thrown", "went on"] });
  });

  test("runs its finally block on return(), and can wait in it", function* () {
    const log: string[] = [];
    const started = inside(function* () {
      try {
        yield* sleep(1000);
      } finally {
        log.push("cleans up");
        yield* sleep(0);
        log.push("cleaned up");
      }
    });
    started.next();
    expect(started.return("value").done).toBe(false);
    expect(log).toEqual(["cleans up"]);
    expect({ ...started.next() }).toEqual({ done: true, value: "value" });
    expect(log).toEqual(["cleans up", "cleaned up"]);
  });
});
