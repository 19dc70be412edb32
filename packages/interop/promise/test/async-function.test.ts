import { hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { currentSignal, fromAsyncFunction, toAsyncFunction } from "@asyncio-ts/promise";
import { CancelledError, coroutine, createTask, getRunningLoop, isCoroutine, isCoroutineFunction, run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

describe("toAsyncFunction()", () => {
  plain("passes this and arguments on, and keeps the name and length of the function", async () => {
    const account = {
      balance: 10,
      deposit: toAsyncFunction(function* deposit(this: { balance: number }, amount: number, times: number = 1) {
        yield* sleep(1);
        this.balance += amount * times;
        return this.balance;
      }),
    };
    expect(await account.deposit(5, 2)).toBe(20);
    expect([account.deposit.name, account.deposit.length]).toEqual(["deposit", 1]);
    expect(account.deposit(1)).toBeInstanceOf(Promise);
  });

  plain("accepts marked coroutine functions and functions that return a coroutine", async () => {
    expect(
      await toAsyncFunction(
        coroutine(function* () {
          return "marked";
        }),
      )(),
    ).toBe("marked");
    expect(await toAsyncFunction((ms: number) => sleep(ms, "slept"))(1)).toBe("slept");
  });

  plain("rejects with an error of the coroutine, or of the function before there is a coroutine", async () => {
    const error = new Error("bad luck");
    await expect(
      toAsyncFunction(function* () {
        throw error;
      })(),
    ).rejects.toBe(error);
    await expect(
      toAsyncFunction((): Generator<never, void> => {
        throw error;
      })(),
    ).rejects.toBe(error);
  });
});

describe("fromAsyncFunction()", () => {
  test("passes this and arguments on, and keeps the name and length of the function", { host: true }, function* () {
    const account = {
      balance: 10,
      deposit: fromAsyncFunction(async function deposit(this: { balance: number }, amount: number, times: number = 1) {
        await Promise.resolve();
        return (this.balance += amount * times);
      }),
    };

    expect(yield* account.deposit(5, 2)).toBe(20);

    expect([account.deposit.name, account.deposit.length]).toEqual(["deposit", 1]);
  });

  test("returns a coroutine function, and a call of it does not call the async function yet", { host: true }, function* () {
    let calls = 0;
    const counted = fromAsyncFunction(async () => ++calls);
    expect(isCoroutineFunction(counted)).toBe(true);
    const call = counted();
    expect(isCoroutine(call)).toBe(true);
    expect(calls).toBe(0);

    expect(yield* createTask(call)).toBe(1);
  });

  test("throws an error or a rejection of the async function unchanged", { host: true }, function* () {
    expect(yield* thrown(fromAsyncFunction(() => Promise.reject(undefined))())).toBe(undefined);
    const throws = fromAsyncFunction((): Promise<void> => {
      throw new RangeError("at once");
    });
    expect(yield* thrown(throws())).toEqual(new RangeError("at once"));
  });

  test("ends the wait at once when cancelled, and aborts the signal that the call took", { host: true }, function* () {
    const signals: AbortSignal[] = [];
    const forever = fromAsyncFunction(async () => {
      signals.push(currentSignal());
      await new Promise(() => {});
    });
    const task = createTask(forever());
    yield* sleep(0);
    expect(hostWorkHeld(getRunningLoop())).toHaveLength(1);
    task.cancel("enough");
    expect(hostWorkHeld(getRunningLoop())).toHaveLength(0);
    expect(yield* thrown(task)).toEqual(new CancelledError("enough"));
    expect(signals[0]!.aborted).toBe(true);
  });

  plain("throws on a VirtualLoop without calling the async function", () => {
    let called = false;
    const fn = fromAsyncFunction(async () => {
      called = true;
    });
    expect(() => run(fn, { loop: new VirtualLoop() })).toThrow("HostVirtualLoop");
    expect(called).toBe(false);
  });
});

plain("toAsyncFunction() and fromAsyncFunction() throw a TypeError for a function of the wrong kind", () => {
  expect(() => toAsyncFunction(5 as never)).toThrow(new TypeError("toAsyncFunction: a function* was expected, got 5"));
  expect(() => toAsyncFunction(async function work() {} as never)).toThrow(
    "toAsyncFunction: a function* was expected, got async function work",
  );
  expect(() => fromAsyncFunction(5 as never)).toThrow(new TypeError("fromAsyncFunction: an async function was expected, got 5"));
  expect(() => fromAsyncFunction(function* work() {} as never)).toThrow("got function* work, which needs no bridge");
});
