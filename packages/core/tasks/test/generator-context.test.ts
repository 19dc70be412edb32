import { ContextVar, copyContext } from "@asyncio-ts/loop";
import { asyncGenerator, createTask, sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";

const user = new ContextVar<string>("user", { default: "guest" });

function* name() {
  yield* sleep(1);
  return user.get();
}

test("a coroutine that is awaited or started where it is created has the context of its creation", function* () {
  user.set("ada");
  expect([yield* name(), yield* createTask(name()), yield* createTask(name)]).toEqual(["ada", "ada", "ada"]);
});

test("a coroutine sees a variable that was set between its creation and its await", function* () {
  const kept = name();
  user.set("ada");
  expect(yield* kept).toBe("ada");
});

test("a coroutine has the context of the task that runs it, not that of its creation", function* () {
  const other = copyContext();
  other.run(() => void user.set("bob"));
  user.set("ada");
  expect(yield* createTask(name(), { context: other })).toBe("bob");
});

test("a variable that a callee sets stays set in its caller", function* () {
  yield* (function* () {
    yield* sleep(1);
    user.set("eve");
  })();
  expect(user.get()).toBe("eve");
});

test("an async generator has the context of its reader, not that of its creation", function* () {
  user.set("ada");
  const source = asyncGenerator<string>(function* (emit) {
    yield* emit(user.get());
  });
  user.set("bob");
  expect(yield* source.next()).toEqual({ done: false, value: "bob" });
});
