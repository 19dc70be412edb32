// @skip-on Chromium: A page does not have Node's util.
import { gather, getRunningLoop, sleep, timeout, TimeoutError, waitFor } from "@asyncio-ts/tasks";
import { inspect } from "node:util";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";
import { expect, test } from "vitest";

test("swapped arguments are named by the called function", () => {
  virtually(function* () {
    const body = function* body() {};
    const message = "a number of milliseconds or null was expected, got function* body; the arguments are in the wrong order";
    expect((yield* thrown((timeout as any)(body, 10))).message).toBe(`timeout: ${message}`);
    expect((yield* thrown((waitFor as any)(10, body))).message).toBe(`waitFor: ${message}`);
    expect((yield* thrown((timeout as any)("5", body))).message).toBe('timeout: a number of milliseconds or null was expected, got "5"');
  });
});

test("gather() of an array names the spread", () => {
  virtually(function* () {
    expect(() => (gather as any)([sleep(1), sleep(2)])).toThrow(
      new TypeError("gather: awaitables were expected, got an array of 2: write `gather(...awaitables)`"),
    );
  });
});

test("a TimeoutError says the limit and the awaited future", () => {
  virtually(function* () {
    const future = getRunningLoop().createFuture<void>();
    const error = yield* thrown(
      timeout(10, function* () {
        yield* future;
      }),
    );
    expect(error).toBeInstanceOf(TimeoutError);
    expect(error.message).toBe("timeout: the time limit of 10 ms has passed, waiting for <Future pending>");
    expect((yield* thrown(waitFor(getRunningLoop().createFuture(), 5))).message).toContain("waitFor: the time limit of 5 ms has passed");
  });
});

test("the console shows a loop as its text", () => {
  virtually(function* () {
    const loop = getRunningLoop();
    expect(inspect(loop)).toBe(String(loop));
  });
});
