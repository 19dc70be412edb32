import { HostDriver } from "@asyncio-ts/loop";
import { Future, HostLoop, run, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";

test("a promise that settles has its loop run at once, before the host does anything else", async () => {
  const log: string[] = [];
  await run(function* () {
    let resolve!: () => void;
    const promise = new Promise<void>((settle) => {
      resolve = settle;
    });
    const loop = new Future<void>().getLoop();
    const adopted = loop.adoptPromise(promise);
    void promise.then(() => log.push("a later reaction"));
    setImmediate(() => resolve());
    yield* adopted;
    log.push("the task");
    yield* sleep(0);
    log.push("its next pass");
    yield* sleep(1);
  });
  expect(log).toEqual(["the task", "its next pass", "a later reaction"]);
});

test("promises that settle one after the other starve neither timers nor immediates", async () => {
  const turned = { timers: 0, immediates: 0 };
  const timer = setInterval(() => turned.timers++, 1);
  const immediate = () => {
    turned.immediates++;
    if (turned.timers < 3) setImmediate(immediate);
  };
  setImmediate(immediate);
  const settled = Promise.resolve();
  await run(function* () {
    const loop = new Future<void>().getLoop();
    while (turned.timers < 3 || turned.immediates < 3) yield* loop.adoptPromise(settled);
  });
  clearInterval(timer);
  expect(turned.timers).toBeGreaterThanOrEqual(3);
});

test("on a driver that has it otherwise a promise wakes its loop as ever", async () => {
  class Woken extends HostDriver {
    override readonly inline = false;
    wakes = 0;
    override wake(): void {
      this.wakes++;
      super.wake();
    }
  }
  const driver = new Woken();
  const loop = new HostLoop(driver);
  const before = driver.wakes;
  expect(await run(() => loopOf(loop, Promise.resolve("value")), { loop })).toBe("value");
  expect(driver.wakes).toBeGreaterThan(before + 1);
});

function* loopOf<T>(loop: HostLoop, promise: Promise<T>): Generator<any, T, any> {
  return yield* loop.adoptPromise(promise);
}

test("a promise that ends a run leaves the loop able to run again", async () => {
  const loop = new HostLoop();
  expect(await loop.runUntilComplete(loop.adoptPromise(Promise.resolve(1)))).toBe(1);
  expect(await loop.runUntilComplete(loop.adoptPromise(Promise.resolve(2)))).toBe(2);
  await expect(loop.runUntilComplete(loop.adoptPromise(Promise.reject(new Error("bad luck"))))).rejects.toThrow("bad luck");
  expect(await loop.runUntilComplete(sleep(1, "slept"))).toBe("slept");
  loop.close();
});
