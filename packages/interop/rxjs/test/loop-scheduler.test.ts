import { loopScheduler } from "@asyncio-ts/rxjs";
import { getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import * as fc from "fast-check";
import {
  asyncScheduler,
  audit,
  auditTime,
  bufferTime,
  bufferToggle,
  concat,
  debounce,
  debounceTime,
  defer,
  delay,
  delayWhen,
  expand,
  generate,
  interval,
  map,
  merge,
  mergeAll,
  mergeMap,
  of,
  observeOn,
  type OperatorFunction,
  range,
  repeat,
  retry,
  sample,
  sampleTime,
  type SchedulerLike,
  scheduled,
  share,
  shareReplay,
  skipUntil,
  subscribeOn,
  switchMap,
  take,
  takeUntil,
  throttle,
  throttleTime,
  throwError,
  timeInterval,
  timeout,
  timer,
  timestamp,
  toArray,
  windowTime,
} from "rxjs";
import { test } from "@asyncio-ts/testing/vitest";
import { describe, expect, test as plain } from "vitest";
import { type Build, marbles, timed, underLoop, underTestScheduler } from "./marbles.ts";
import { checked } from "@asyncio-ts/test-helpers/property";

const UNTIL = 400;

/** Sources that use the scheduler. */
const sources: Record<string, Build> = {
  interval: (s) => interval(7, s),
  "interval of 0": (s) => interval(0, s).pipe(take(20)),
  "timer once": (s) => timer(50, s),
  "repeating timer": (s) => timer(3, 11, s),
  "timer at a date": (s) => timer(new Date(90), s),
  "two intervals that meet": (s) => merge(interval(6, s).pipe(map((n) => `a${n}`)), interval(4, s).pipe(map((n) => `b${n}`))),
  range: (s) => scheduled(range(1, 5), s),
  of: (s) => scheduled(["a", "b"], s),
  generate: (s) => generate({ initialState: 1, condition: (n) => n < 5, iterate: (n) => n + 1, scheduler: s }),
  "delayed error": (s) => throwError(() => new Error("later")).pipe(subscribeOn(s, 30)),
  "retry with delay": (s) => {
    let tries = 0;
    return defer(() => (++tries < 4 ? throwError(() => new Error("again")) : of(tries))).pipe(retry({ delay: (_, n) => timer(n * 10, s) }));
  },
  "repeat with delay": (s) => timer(5, s).pipe(repeat({ count: 4, delay: (n) => timer(n * 3, s) })),
  expand: (s) =>
    of(1).pipe(
      expand((n) => timer(n, s).pipe(map(() => n * 2)), undefined, s),
      take(8),
    ),
};

/** Operators that use the scheduler. */
const operators: Record<string, (scheduler: SchedulerLike) => OperatorFunction<string, unknown>> = {
  delay: (s) => delay(10, s),
  "delay of 0": (s) => delay(0, s),
  delayWhen: (s) => delayWhen((_, n) => timer(20 - n, s)),
  debounceTime: (s) => debounceTime(6, s),
  debounce: (s) => debounce((value) => timer(value.length + 3, s)),
  auditTime: (s) => auditTime(6, s),
  audit: (s) => audit(() => timer(4, s)),
  sampleTime: (s) => sampleTime(5, s),
  sample: (s) => sample(interval(9, s)),
  throttleTime: (s) => throttleTime(6, s),
  "throttleTime, trailing": (s) => throttleTime(6, s, { leading: false, trailing: true }),
  "throttleTime, both": (s) => throttleTime(6, s, { leading: true, trailing: true }),
  throttle: (s) => throttle(() => timer(5, s), { leading: true, trailing: true }),
  bufferTime: (s) => bufferTime(10, s),
  "overlapping bufferTime": (s) => bufferTime(10, 4, s),
  "bufferTime of 2": (s) => bufferTime(10, null, 2, s),
  bufferToggle: (s) => bufferToggle(interval(12, s), () => timer(8, s)),
  windowTime: (s) => (source) =>
    source.pipe(
      windowTime(10, s),
      mergeMap((window) => window.pipe(toArray())),
    ),
  timeout: (s) => timeout({ each: 8, scheduler: s }),
  "timeout of the first value": (s) => timeout({ first: 4, scheduler: s }),
  "timeout with a fallback": (s) => timeout({ each: 8, with: () => interval(3, s).pipe(map(String)), scheduler: s }),
  timeInterval: (s) => timeInterval(s),
  timestamp: (s) => timestamp(s),
  observeOn: (s) => observeOn(s, 5),
  "observeOn without delay": (s) => observeOn(s),
  subscribeOn: (s) => subscribeOn(s, 5),
  takeUntil: (s) => takeUntil(timer(25, s)),
  skipUntil: (s) => skipUntil(timer(9, s)),
  "switchMap to a timer": (s) =>
    switchMap((value) =>
      timer(5, 5, s).pipe(
        map((n) => value + n),
        take(3),
      ),
    ),
  "mergeAll of scheduled": (s) => (source) =>
    source.pipe(
      map((value) => scheduled([value, value + value], s)),
      mergeAll(1),
    ),
  share: (s) => share({ resetOnRefCountZero: () => timer(5, s) }),
  "shareReplay with windowTime": (s) => (source) => {
    const shared = source.pipe(shareReplay({ windowTime: 7, refCount: true, scheduler: s }));
    return merge(shared, timer(12, s).pipe(switchMap(() => shared)));
  },
  "repeat with delay": (s) => (source) => source.pipe(take(2), repeat({ count: 3, delay: () => timer(4, s) })),
};

describe("on a VirtualLoop, values and times equal those of RxJS's TestScheduler:", () => {
  plain.each(Object.keys(sources))("%s", (name) => {
    const build = sources[name]!;
    const trace = underTestScheduler(build, UNTIL);
    expect(trace.length).toBeGreaterThan(0);
    expect(underLoop(build, UNTIL)).toEqual(trace);
  });

  describe.each(Object.keys(operators))("%s", (name) => {
    const operator = operators[name]!;

    plain.each([
      "a 9ms b 4ms c 4ms d 19ms e 9ms |",
      "abcdefghijkl 20ms (mn|)",
      "a 5ms b 5ms c 5ms d 5ms |",
      "a-b-c 30ms #",
      "(ab)(cd) 7ms (ef) 5ms |",
      "|",
      "a 50ms b 50ms c",
    ])("%s", (diagram) => {
      const build: Build = (scheduler) => marbles(diagram, scheduler).pipe(operator(scheduler));
      expect(underLoop(build, UNTIL)).toEqual(underTestScheduler(build, UNTIL));
    });

    plain("random diagrams", () => {
      checked(
        fc.property(fc.array(fc.nat(12), { maxLength: 30 }), fc.constantFrom("C", "E", null), fc.nat(UNTIL), (gaps, end, until) => {
          let frame = 0;
          const messages: Parameters<typeof timed>[0][number][] = gaps.map((gap, n) => ({
            frame: (frame += gap),
            notification: { kind: "N", value: String(n) },
          }));
          if (end !== null) messages.push({ frame: frame + 5, notification: { kind: end, error: "end" } as never });
          const build: Build = (scheduler) => timed(messages, scheduler).pipe(operator(scheduler));
          expect(underLoop(build, until)).toEqual(underTestScheduler(build, until));
        }),
        60,
      );
    });
  });
});

describe("loopScheduler()", () => {
  test("debounces a minute of typing at exact times, without real time passing", function* () {
    const loop = getRunningLoop();
    const words: [number, string][] = [];
    const scheduler = loopScheduler(loop);
    const typing = concat(...Array.from("the quick brown fox", (key, n) => of(key).pipe(delay(key === " " ? 15_000 : 200 + n, scheduler))));
    let text = "";
    typing
      .pipe(
        map((key) => (text += key)),
        debounceTime(1000, scheduler),
      )
      .subscribe((word) => words.push([loop.time(), word]));
    yield* sleep(120_000);
    expect(words).toEqual([
      [1_603, "the"],
      [17_633, "the quick"],
      [33_693, "the quick brown"],
      [48_344, "the quick brown fox"],
    ]);
  });

  plain("has the loop's time as now()", () => {
    const loop = new VirtualLoop({ start: 5000 });
    expect(loopScheduler(loop).now()).toBe(5000);
  });

  test("calls the work with its state and an action that can be rescheduled, even after the work has run", function* () {
    const loop = getRunningLoop();
    const ran: unknown[] = [];
    loopScheduler(loop).schedule<number>(
      function (n) {
        ran.push([loop.time(), n]);
        if (n! < 2) this.schedule(n! + 1, 10);
        else if (n === 2) asyncLater(() => this.schedule(3, 5));
      },
      20,
      0,
    );
    yield* sleep(100);
    expect(ran).toEqual([
      [20, 0],
      [30, 1],
      [40, 2],
      [52, 3],
    ]);

    function asyncLater(callback: () => void): void {
      loop.callLater(7, callback);
    }
  });

  test("runs an action once, at the new time, if it is rescheduled before it has run", function* () {
    const loop = getRunningLoop();
    const ran: unknown[] = [];
    const action = loopScheduler(loop).schedule<string>((state) => ran.push([loop.time(), state]), 10, "first");
    (action as unknown as { schedule(state: string, delay: number): void }).schedule("second", 30);
    yield* sleep(100);
    expect(ran).toEqual([[30, "second"]]);
  });

  test("runs work without a delay in order with callbacks of callSoon()", function* () {
    const loop = getRunningLoop();
    const ran: string[] = [];
    const scheduler = loopScheduler(loop);
    scheduler.schedule(() => ran.push("first"));
    loop.callSoon(() => ran.push("second"));
    scheduler.schedule(() => ran.push("third"), 0);
    loop.callSoon(() => ran.push("fourth"));
    yield* sleep(1);
    expect(ran).toEqual(["first", "second", "third", "fourth"]);
  });

  test("cancels the work and its timer when it is unsubscribed", function* () {
    const loop = getRunningLoop();
    const fired: number[] = [];
    loop.addInstrument({ timerFired: ({ deadline }) => fired.push(deadline) });
    const scheduler = loopScheduler(loop);
    const ran = scheduler.schedule(() => expect.unreachable(), 10);
    const soon = scheduler.schedule(() => expect.unreachable());
    ran.unsubscribe();
    soon.unsubscribe();
    (ran as unknown as { schedule(): void }).schedule();
    yield* sleep(50);
    expect(fired).toEqual([50]);
  });

  test("never runs work with an infinite delay", function* () {
    const loop = getRunningLoop();
    loopScheduler(loop).schedule(() => expect.unreachable(), Infinity);
    yield* sleep(50);
    expect(loop.time()).toBe(50);
  });

  test("reports an error in the work to the loop, and does not run the work again", function* () {
    const reports: unknown[] = [];
    const loop = getRunningLoop();
    let runs = 0;
    loop.setExceptionHandler((_, { exception }) => reports.push(String(exception)));
    loopScheduler(loop).schedule(function () {
      runs++;
      this.schedule(undefined, 10);
      throw new Error("broken");
    }, 10);
    yield* sleep(100);
    expect(reports).toEqual(["Error: broken"]);
    expect(runs).toBe(1);
  });

  plain("throws a TypeError for work that is no function, and for a delay that is no number", () => {
    const scheduler = loopScheduler(new VirtualLoop());
    expect(() => scheduler.schedule(5 as never)).toThrow("loopScheduler: a function was expected as work, got 5");
    expect(() => scheduler.schedule(() => {}, Symbol("x") as never)).toThrow(
      "loopScheduler: a number of milliseconds was expected as delay",
    );
  });

  plain("throws a TypeError for a value that is no loop", () => {
    expect(() => loopScheduler(asyncScheduler as never)).toThrow("loopScheduler: an event loop was expected, got");
  });
});
