import { getRunningLoop, coroutine, createTask, iterate, run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, test as plain } from "vitest";

const reused = new Error("cannot reuse already awaited coroutine");

test.each([0, 10])("awaiting sleep(%d) a second time throws", function* (ms) {
  const nap = sleep(ms, "slept");
  expect(yield* nap).toBe("slept");
  expect(yield* thrown(nap)).toEqual(reused);
  expect(yield* thrown(createTask(nap))).toEqual(reused);
});

test("awaiting the coroutine of iteration.next() a second time throws", function* () {
  const next = iterate([1]).next();
  expect(yield* next).toBe(true);
  expect(yield* thrown(next)).toEqual(reused);
});

test("awaiting a marked coroutine a second time throws in debug mode, directly and as a task", function* () {
  const marked = coroutine(function* marked() {
    yield* sleep(1);
    return "value";
  });
  getRunningLoop().setDebug(true);

  const once = marked();
  expect(yield* once).toBe("value");
  expect(yield* thrown(once)).toEqual(reused);
  expect(yield* thrown(createTask(once))).toEqual(reused);
  const started = marked();
  expect(yield* createTask(started)).toBe("value");
  expect(yield* thrown(started)).toEqual(reused);
});

plain("a second task of one coroutine fails in debug mode", () => {
  function* plain() {
    yield* sleep(100);
    return "value";
  }
  const first = run(
    function* () {
      const once = plain();
      const task = createTask(once);
      expect(yield* thrown(createTask(once))).toEqual(reused);
      return yield* task;
    },
    { loop: new VirtualLoop(), debug: true },
  );
  expect(first).toBe("value");
});
