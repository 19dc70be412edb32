import { runInNewContext } from "node:vm";
import { adoptPromise } from "@asyncio-ts/tasks/lowlevel";
import { type Coroutine, ensureFuture, Future, run } from "@asyncio-ts/tasks";
import { HostVirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";

/** Awaits `ensureFuture(thenable)` on a new loop. Returns `["value", result]` or `["error", error]`. */
function outcome(thenable: PromiseLike<unknown>): Promise<unknown> {
  return run(
    function* (): Coroutine<unknown> {
      try {
        return ["value", yield* ensureFuture(thenable)];
      } catch (error) {
        return ["error", error];
      }
    },
    { loop: new HostVirtualLoop() },
  );
}

test.each([[undefined], [null], [0], ["text"], [RangeError], [new RangeError("bad luck")]])(
  "ensureFuture() of a rejected promise throws the reason unchanged, even if it is not an Error: %s",
  async (reason) => {
    expect(await outcome(Promise.reject(reason as Error))).toEqual(["error", reason]);
  },
);

// A page does not have Node's `vm`.
test.skipIf(on("Chromium"))("ensureFuture() adopts a promise that was created in another V8 context", async () => {
  expect(await outcome(runInNewContext("Promise.resolve(42)"))).toEqual(["value", 42]);
});

test("ensureFuture() calls then() once, follows a promise passed to resolve(), and ignores a later reject()", async () => {
  let starts = 0;
  const thenable = {
    then(resolve: (value: any) => void, reject: (reason: unknown) => void): any {
      starts++;
      resolve(Promise.resolve("inner"));
      reject(new Error("too late"));
    },
  };
  expect(await outcome(thenable as PromiseLike<unknown>)).toEqual(["value", "inner"]);
  expect(starts).toBe(1);
});

test("ensureFuture() of a thenable whose then() throws fails with that error", async () => {
  const error = new Error("no promise");
  const thenable = {
    then(): any {
      throw error;
    },
  };
  expect(await outcome(thenable)).toEqual(["error", error]);
});

test("loop.adoptPromise() settles the future it is given, unless that future is done", async () => {
  const loop = new HostVirtualLoop();
  const [given, done] = [new Future<number>({ loop }), new Future<number>({ loop })];
  done.setResult(1);
  expect(adoptPromise(loop, Promise.resolve(2), given)).toBe(given);
  adoptPromise(loop, Promise.resolve(2), done);
  expect(await loop.runUntilComplete(given)).toBe(2);
  expect(done.result()).toBe(1);
  loop.close();
});
