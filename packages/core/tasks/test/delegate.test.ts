import { type Coroutine, coroutine, sleep, taskGroup, timeout, waitFor } from "@asyncio-ts/tasks";
import { describe, expect, test } from "vitest";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

const callee = coroutine(function* callee() {
  return yield* sleep(1, "value");
});

describe.each([
  { what: "timeout", inside: (body: () => Coroutine<unknown>) => timeout(1000, body) },
  { what: "waitFor", inside: (body: () => Coroutine<unknown>) => waitFor(body(), 1000) },
  { what: "taskGroup", inside: (body: () => Coroutine<unknown>) => taskGroup(body) },
])("the body of $what", ({ inside }) => {
  test.each([
    { kind: "plain", mark: <F>(fn: F): F => fn },
    { kind: "marked", mark: coroutine },
  ])("gets what it awaits, and gives what it returns: $kind", ({ mark }) => {
    const body = mark(function* body() {
      return [yield* callee(), yield* sleep(0, 0), yield* callee()];
    });
    expect(virtually(() => inside(body))).toEqual(["value", 0, "value"]);
  });

  test("gets what is thrown where it waits, and may go on", () => {
    virtually(function* () {
      const begun = inside(function* () {
        try {
          yield* sleep(1000);
        } catch (error) {
          return [error, yield* sleep(0, "went on")];
        }
        return [];
      });
      begun.next();
      expect(begun.throw("thrown").done).toBe(false);
      expect({ ...begun.next() }).toEqual({ done: true, value: ["thrown", "went on"] });
    });
  });

  test("cleans up when it is closed, and may take its time", () => {
    virtually(function* () {
      const log: string[] = [];
      const begun = inside(function* () {
        try {
          yield* sleep(1000);
        } finally {
          log.push("cleans up");
          yield* sleep(0);
          log.push("cleaned up");
        }
      });
      begun.next();
      expect(begun.return("value").done).toBe(false);
      expect(log).toEqual(["cleans up"]);
      expect({ ...begun.next() }).toEqual({ done: true, value: "value" });
      expect(log).toEqual(["cleans up", "cleaned up"]);
    });
  });
});
