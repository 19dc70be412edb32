import { instrumentsOf } from "@asyncio-ts/loop/lowlevel";
import type { Instrument, Runnable } from "@asyncio-ts/loop";
import { createTask, Future, run, sleep, Task } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

/** An instrument that logs its events with the names of tasks. */
class Journal implements Instrument {
  readonly events: string[] = [];

  spawned(unit: Runnable, by: Runnable | null): void {
    this.#note("spawned", unit, `by ${this.#name(by)}`);
  }
  stepBegan(unit: Runnable): void {
    this.#note("stepBegan", unit);
  }
  stepEnded(unit: Runnable): void {
    this.#note("stepEnded", unit);
  }
  parked(unit: Runnable, on: unknown): void {
    this.#note("parked", unit, `on ${on === null ? "a pass" : on instanceof Task ? on.getName() : "a future"}`);
  }
  woken(unit: Runnable, by: Runnable | null): void {
    this.#note("woken", unit, `by ${this.#name(by)}`);
  }
  cancelled(unit: Runnable, by: Runnable | null): void {
    this.#note("cancelled", unit, `by ${this.#name(by)}`);
  }
  finished(unit: Runnable): void {
    this.#note("finished", unit);
  }

  #note(event: string, unit: Runnable, more = ""): void {
    this.events.push(`${event} ${this.#name(unit)} ${more}`.trim());
  }

  #name(unit: Runnable | null): string {
    if (unit === null) return "the host";
    return unit instanceof Task ? unit.getName() : unit instanceof Future ? "a timer" : "a handle";
  }
}

function loopWithJournal(): { loop: VirtualLoop; journal: Journal } {
  const loop = new VirtualLoop();
  const journal = new Journal();
  loop.addInstrument(journal);
  return { loop, journal };
}

test("an instrument receives the events of tasks in order", () => {
  const { loop, journal } = loopWithJournal();
  const main = loop.createTask(
    function* () {
      const child = createTask(() => sleep(0), { name: "child" });
      yield* child;
    },
    { name: "main" },
  );
  loop.runUntilComplete(main);
  loop.close();
  expect(journal.events.filter((event) => !event.includes("a handle"))).toEqual([
    "spawned main by the host",
    "stepBegan main",
    "spawned child by main",
    "parked main on child",
    "stepEnded main",
    "stepBegan child",
    "parked child on a pass",
    "stepEnded child",
    "stepBegan child",
    "woken main by child",
    "stepEnded child",
    "finished child",
    "stepBegan main",
    "stepEnded main",
    "finished main",
  ]);
});

test("an instrument receives the task that cancels and wakes another", () => {
  const { loop, journal } = loopWithJournal();
  const main = loop.createTask(
    function* () {
      const child = createTask(() => sleep(100), { name: "child" });
      yield* sleep(0);
      child.cancel();
      try {
        yield* child;
      } catch {}
    },
    { name: "main" },
  );
  loop.runUntilComplete(main);
  loop.close();
  expect(journal.events.filter((event) => event.includes("child"))).toEqual([
    "spawned child by main",
    "stepBegan child",
    "parked child on a future",
    "stepEnded child",
    "cancelled child by main",
    "woken child by main",
    "parked main on child",
    "stepBegan child",
    "woken main by child",
    "stepEnded child",
    "finished child",
  ]);
});

test("an instrument sees an eager task begin inside its creator's step", () => {
  const { loop, journal } = loopWithJournal();
  const main = loop.createTask(
    function* () {
      createTask(() => sleep(0, "x"), { name: "child", eagerStart: true });
      yield* sleep(0);
      yield* sleep(0);
    },
    { name: "main" },
  );
  loop.runUntilComplete(main);
  loop.close();
  expect(journal.events.slice(0, 7)).toEqual([
    "spawned main by the host",
    "stepBegan main",
    "spawned child by main",
    "stepBegan child",
    "parked child on a pass",
    "stepEnded child",
    "parked main on a pass",
  ]);
});

test("an instrument receives the timer or the host that wakes a task", () => {
  const { loop, journal } = loopWithJournal();
  loop.runUntilComplete(loop.createTask(() => sleep(5), { name: "sleeper" }));
  const future = loop.createFuture<void>();
  const waiter = loop.createTask(
    function* () {
      yield* future;
    },
    { name: "waiter" },
  );
  loop.runUntilComplete(sleep(0));
  future.setResult();
  loop.runUntilComplete(waiter);
  loop.close();
  expect(journal.events.filter((event) => event.startsWith("woken"))).toEqual(["woken sleeper by a timer", "woken waiter by the host"]);
});

test("a removed instrument receives no events", () => {
  const { loop, journal } = loopWithJournal();
  loop.removeInstrument(journal);
  run(
    function* () {
      yield* createTask(() => sleep(1));
    },
    { loop },
  );
  expect([instrumentsOf(loop), journal.events]).toEqual([null, []]);
});
