import type { ExceptionContext, Instrument, Runnable, Timer } from "@asyncio-ts/loop";
import { instrumentsOf, runtime } from "@asyncio-ts/loop/lowlevel";
import { expect, test } from "vitest";
import { VirtualLoop } from "./virtual-loop.ts";

/** An instrument that records every event. Units appear under names that the test gives them. */
class Journal implements Required<Instrument> {
  readonly names = new Map<unknown, string>([[null, "the host"]]);
  readonly events: string[] = [];

  spawned(unit: Runnable, by: Runnable | null): void {
    this.#record("spawned", unit, by);
  }
  stepBegan(unit: Runnable): void {
    this.#record("stepBegan", unit);
  }
  stepEnded(unit: Runnable): void {
    this.#record("stepEnded", unit);
  }
  parked(unit: Runnable, on: unknown): void {
    this.events.push(`parked ${this.#name(unit)} on ${String(on)}`);
  }
  woken(unit: Runnable, by: Runnable | null): void {
    this.#record("woken", unit, by);
  }
  cancelled(unit: Runnable, by: Runnable | null): void {
    this.#record("cancelled", unit, by);
  }
  finished(unit: Runnable): void {
    this.#record("finished", unit);
  }
  timerSet(timer: Timer): void {
    this.#record(`timerSet for ${timer.deadline}:`, timer);
  }
  timerFired(timer: Timer): void {
    this.#record(`timerFired for ${timer.deadline}:`, timer);
  }
  neverAwaited(name: string): void {
    this.events.push(`neverAwaited ${name}`);
  }
  sliceBegan(loop: unknown): void {
    this.#record("sliceBegan", loop);
  }
  sliceEnded(loop: unknown): void {
    this.#record("sliceEnded", loop);
  }

  #record(event: string, unit: unknown, by?: Runnable | null): void {
    this.events.push(`${event} ${this.#name(unit)}${by === undefined ? "" : ` by ${this.#name(by)}`}`);
  }

  /** A new unit takes the next of the given names. */
  #name(unit: unknown): string {
    if (!this.names.has(unit)) this.names.set(unit, this.next.shift() ?? "?");
    return this.names.get(unit)!;
  }

  next: string[] = [];
}

/**
 * Creates a loop with a journal.
 *
 * @param names names of the units, in the order of their first event
 */
function loopWithJournal(...names: string[]): { loop: VirtualLoop; journal: Journal } {
  const loop = new VirtualLoop();
  const journal = new Journal();
  journal.names.set(loop, "the loop");
  journal.next = names;
  loop.addInstrument(journal);
  return { loop, journal };
}

test("an instrument receives every event, in the order of occurrence", () => {
  const { loop, journal } = loopWithJournal("a", "t", "b", "c", "u");
  loop.callSoon(() => {
    const b = loop.callSoon(() => {});
    loop.callSoon(() => {});
    b.cancel();
    b.cancel();
  });
  loop.callAt(7, () => loop.callAt(9, () => {}).cancel());
  loop.runForever();
  expect(journal.events).toEqual([
    "spawned a by the host",
    "spawned t by the host",
    "timerSet for 7: t",
    "sliceBegan the loop",
    "stepBegan a",
    "spawned b by a",
    "spawned c by a",
    "cancelled b by a",
    "stepEnded a",
    "finished a",
    "stepBegan c",
    "stepEnded c",
    "finished c",
    "sliceEnded the loop",
    "sliceBegan the loop",
    "timerFired for 7: t",
    "stepBegan t",
    "spawned u by t",
    "timerSet for 9: u",
    "cancelled u by t",
    "stepEnded t",
    "finished t",
    "sliceEnded the loop",
    "sliceBegan the loop",
    "sliceEnded the loop",
  ]);
});

test("a callback that throws still emits stepEnded and finished", () => {
  const { loop, journal } = loopWithJournal("a");
  loop.setExceptionHandler(() => {});
  loop.callSoon(() => {
    throw new Error("bad luck");
  });
  loop.runForever();
  expect(journal.events).toContain("stepEnded a");
  expect(journal.events).toContain("finished a");
});

test("instruments.notify() forwards the parked and woken events of units from other packages", () => {
  const { loop, journal } = loopWithJournal("a", "b", "waiter");
  const waiter: Runnable = { context: null, run() {} };
  loop.callSoon(() => {
    instrumentsOf(loop)?.notify("parked", waiter, "a future");
    instrumentsOf(loop)?.notify("parked", waiter, null);
  });
  loop.callSoon(() => instrumentsOf(loop)?.notify("woken", waiter, runtime.current));
  loop.runForever();
  instrumentsOf(loop)?.notify("woken", waiter, runtime.current);
  expect(journal.events.filter((event) => /parked|woken/.test(event))).toEqual([
    "parked waiter on a future",
    "parked waiter on null",
    "woken waiter by b",
    "woken waiter by the host",
  ]);
});

test("instruments are notified in the order they were added, each until it is removed", () => {
  const loop = new VirtualLoop();
  const log: string[] = [];
  const first: Instrument = { spawned: () => log.push("first") };
  const second: Instrument = { spawned: () => log.push("second") };
  loop.addInstrument(first);
  loop.addInstrument(second);
  loop.callSoon(() => {});
  loop.removeInstrument(first);
  loop.callSoon(() => {});
  loop.removeInstrument(second);
  loop.removeInstrument(second);
  loop.callSoon(() => {});
  loop.runForever();
  expect(log).toEqual(["first", "second", "second"]);
});

test("instrumentsOf() returns null for a loop without instruments, and no event is emitted", () => {
  const { loop, journal } = loopWithJournal("a", "b");
  loop.removeInstrument(journal);
  expect(instrumentsOf(loop)).toBeNull();
  expect(instrumentsOf(new VirtualLoop())).toBeNull();
  loop.callLater(1, () => {}).cancel();
  loop.callSoon(() => {});
  loop.runForever();
  expect(journal.events).toEqual([]);
});

test("an instrument that throws is reported and removed, and the others are still notified", () => {
  const { loop, journal } = loopWithJournal("a", "b");
  const reports: ExceptionContext[] = [];
  loop.setExceptionHandler((_, context) => reports.push(context));
  const error = new Error("no ink");
  const received: string[] = [];
  loop.addInstrument({
    stepBegan() {
      throw error;
    },
    stepEnded: () => received.push("stepEnded"),
  });
  loop.addInstrument({ stepBegan: () => received.push("stepBegan") });
  const log: string[] = [];
  for (const name of ["a", "b"]) loop.callSoon(() => log.push(name));
  loop.runForever();
  expect(log).toEqual(["a", "b"]);
  expect(reports).toEqual([{ message: "Exception in an instrument, which was removed", exception: error }]);
  expect(received).toEqual(["stepBegan", "stepBegan"]);
  expect(journal.events.filter((event) => event.startsWith("stepEnded"))).toEqual(["stepEnded a", "stepEnded b"]);
});

test("callSoon() and callLater() on a closed loop throw and emit no event", () => {
  const { loop, journal } = loopWithJournal();
  loop.close();
  for (const action of [() => loop.callSoon(() => {}), () => loop.callLater(1, () => {})]) expect(action).toThrow("Event loop is closed");
  expect(journal.events).toEqual([]);
});
