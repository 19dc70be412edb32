import { HostDriver, LoopCore } from "@asyncio-ts/loop";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";

afterEach(() => {
  vi.useRealTimers();
});

function hostLoop(): LoopCore {
  const loop = new LoopCore(new HostDriver());
  onTestFinished(() => loop.close());
  return loop;
}

/** Returns a promise that is fulfilled by a callback of the loop. */
function callback(loop: LoopCore, ms?: number): Promise<void> {
  return new Promise((resolve) => (ms === undefined ? loop.callSoon(resolve) : loop.callLater(ms, resolve)));
}

const installs: [string, () => void][] = [
  ["all fakes", () => vi.useFakeTimers()],
  ["fakes with queueMicrotask", () => vi.useFakeTimers({ toFake: ["setTimeout", "setImmediate", "queueMicrotask", "performance"] })],
  ["fakes of setTimeout alone", () => vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] })],
];

describe.each(installs)("%s", (_, install) => {
  test("a loop that was used before runs its timers when the fake clock is ticked, and again on real timers", async () => {
    const loop = hostLoop();
    await callback(loop, 1);
    install();
    const log: string[] = [];
    loop.callLater(1000, () => log.push("first"));
    loop.callLater(3000, () => log.push("second"));
    await vi.advanceTimersByTimeAsync(1000);
    await vi.advanceTimersByTimeAsync(1);
    expect(log).toEqual(["first"]);
    await vi.advanceTimersByTimeAsync(2000);
    expect(log).toEqual(["first", "second"]);
    vi.useRealTimers();
    await callback(loop, 1);
  });

  test("a loop that was created under the fakes continues on real timers", async () => {
    install();
    const loop = hostLoop();
    const log: string[] = [];
    loop.callLater(1000, () => log.push("ticked"));
    await vi.advanceTimersByTimeAsync(0);
    await vi.advanceTimersByTimeAsync(1001);
    expect(log).toEqual(["ticked"]);
    vi.useRealTimers();
    await callback(loop, 1);
  });

  test("a loop that was woken and not ticked runs its work after the fakes, once it is used again", async () => {
    const loop = hostLoop();
    install();
    const log: string[] = [];
    loop.callSoon(() => log.push("under fakes"));
    vi.useRealTimers();
    await callback(loop);
    expect(log).toEqual(["under fakes"]);
  });

  test("a timer that was armed under the fakes and not ticked comes after its time on real timers", async () => {
    install();
    const loop = hostLoop();
    const log: string[] = [];
    loop.callLater(5, () => log.push("left over"));
    await vi.advanceTimersByTimeAsync(1);
    vi.useRealTimers();
    await callback(loop, 10);
    expect(log).toEqual(["left over"]);
  });

  test("the time of a loop never goes backwards", async () => {
    const loop = hostLoop();
    const times = [loop.time()];
    for (let i = 0; i < 2; i++) {
      install();
      loop.callLater(1000, () => {});
      await vi.advanceTimersByTimeAsync(1001);
      times.push(loop.time());
      vi.useRealTimers();
      await callback(loop);
      times.push(loop.time());
    }
    expect(times).toEqual([...times].sort((a, b) => a - b));
  });
});

test("ready work needs no tick of the fake clock", async () => {
  vi.useFakeTimers();
  await callback(hostLoop());
});

test("a loop keeps the real clock if only Date is fake", () => {
  const loop = hostLoop();
  vi.useFakeTimers({ toFake: ["Date"] });
  expect(Math.abs(loop.time() - performance.now())).toBeLessThan(5);
});
