import { sum } from "../sum.ts";
import type { Workload } from "../workload.ts";

const DEPTH = 100;

/** Events that are dispatched at the first target of a run. */
const EVENTS = 100;

/** The targets of a run. Each level passes the events of its target on to the next target. */
const chain = () => Array.from({ length: DEPTH }, () => new EventTarget());

/** Dispatches an event. */
const tick = (target: EventTarget) => target.dispatchEvent(new Event("tick"));

/** Counts the events that reach the last target. */
class Arrivals {
  count = 0;
  #resolve!: () => void;
  /** Resolves once all events have arrived. */
  readonly complete = new Promise<void>((resolve) => {
    this.#resolve = resolve;
  });

  add(): void {
    if (++this.count === EVENTS) this.#resolve();
  }
}

/** Makes runs one after the other until they have dispatched `operations` events, and adds up the events that arrived. */
const repeated = (runOnce: () => Promise<number>) => async (operations: number) => {
  const counts = [];
  for (let left = operations; left > 0; left -= EVENTS) counts.push(await runOnce());
  return sum(counts);
};

/**
 * The events benchmark of Effection: a chain of listeners, each of which passes events on to the next. Once all events have arrived,
 * the chain is cancelled. An operation is an event, which passes all listeners.
 */
export const effectionEvents: Workload = {
  name: "effection-events",
  title: `Effection's events benchmark, ${DEPTH} deep`,
  unit: "ns",
  operations: 5 * EVENTS,
  measure: "time",
  targets: {},
  peers: {
    "asyncio-ts": async () => {
      const { events, fromPromise } = await import("@asyncio-ts/promise");
      const { createTask, forEach, gatherSettled, run, sleep } = await import("asyncio-ts");
      type Ticks = ReturnType<typeof events<EventTarget, "tick">>;
      function* relay(source: Ticks, next: EventTarget | undefined, arrivals: Arrivals) {
        yield* forEach(source, function* () {
          if (next === undefined) arrivals.add();
          else tick(next);
        });
      }
      function* main() {
        const [targets, arrivals] = [chain(), new Arrivals()];
        const tasks = targets.map((target, i) => createTask(relay(events(target, "tick"), targets[i + 1], arrivals)));
        for (let i = 0; i < EVENTS; i++) {
          yield* sleep(0);
          tick(targets[0]!);
        }
        yield* fromPromise(arrivals.complete);
        for (const task of tasks) task.cancel();
        yield* gatherSettled(...tasks);
        return arrivals.count;
      }
      return repeated(() => run(main));
    },

    native: () =>
      repeated(async () => {
        const [targets, arrivals, controller] = [chain(), new Arrivals(), new AbortController()];
        targets.forEach((target, i) => {
          const next = targets[i + 1];
          const listener = next === undefined ? () => arrivals.add() : () => tick(next);
          target.addEventListener("tick", listener, { signal: controller.signal });
        });
        for (let i = 0; i < EVENTS; i++) {
          await Promise.resolve();
          tick(targets[0]!);
        }
        await arrivals.complete;
        controller.abort();
        return arrivals.count;
      }),

    effection: async () => {
      const { each, on, run, sleep, spawn, until } = await import("effection");
      function* relay(targets: EventTarget[], i: number, arrivals: Arrivals): Generator<any, void, any> {
        const next = targets[i + 1];
        if (next !== undefined) void (yield* spawn(() => relay(targets, i + 1, arrivals)));
        for (const _ of yield* each(on(targets[i]!, "tick"))) {
          if (next === undefined) arrivals.add();
          else tick(next);
          yield* each.next();
        }
      }
      return repeated(() =>
        run(function* () {
          const [targets, arrivals] = [chain(), new Arrivals()];
          const task = yield* spawn(() => relay(targets, 0, arrivals));
          for (let i = 0; i < EVENTS; i++) {
            yield* sleep(0);
            tick(targets[0]!);
          }
          yield* until(arrivals.complete);
          yield* task.halt();
          return arrivals.count;
        }),
      );
    },

    rxjs: async () => {
      const { fromEvent, Subscription } = await import("rxjs");
      return repeated(async () => {
        const [targets, arrivals, all] = [chain(), new Arrivals(), new Subscription()];
        targets.forEach((target, i) => {
          const next = targets[i + 1];
          all.add(fromEvent(target, "tick").subscribe(next === undefined ? () => arrivals.add() : () => tick(next)));
        });
        for (let i = 0; i < EVENTS; i++) {
          await Promise.resolve();
          tick(targets[0]!);
        }
        await arrivals.complete;
        all.unsubscribe();
        return arrivals.count;
      });
    },

    "redux-saga": async () => {
      const { buffers, eventChannel, runSaga } = await import("redux-saga");
      const { cancel, fork, take } = await import("redux-saga/effects");
      type Ticks = import("redux-saga").EventChannel<Event>;
      const ticks = (target: EventTarget): Ticks =>
        eventChannel<Event>((emit) => {
          target.addEventListener("tick", emit);
          return () => target.removeEventListener("tick", emit);
        }, buffers.expanding<Event>(EVENTS));
      function* relay(source: Ticks, next: EventTarget | undefined, arrivals: Arrivals): Generator<unknown, void> {
        try {
          while (true) {
            yield take(source);
            if (next === undefined) arrivals.add();
            else tick(next);
          }
        } finally {
          source.close();
        }
      }
      function* main(): Generator<unknown, number, any> {
        const [targets, arrivals] = [chain(), new Arrivals()];
        const tasks = [];
        for (const [i, target] of targets.entries()) tasks.push(yield fork(relay, ticks(target), targets[i + 1], arrivals));
        for (let i = 0; i < EVENTS; i++) {
          yield Promise.resolve();
          tick(targets[0]!);
        }
        yield arrivals.complete;
        yield cancel(tasks);
        return arrivals.count;
      }
      return repeated(() => runSaga({}, main).toPromise());
    },

    effect: async () => {
      const { Effect, Fiber, Queue } = await import("effect");
      type Ticks = import("effect").Queue.Queue<Event>;
      const listening = (target: EventTarget, queue: Ticks) => {
        const listener = (event: Event) => void Queue.offerUnsafe(queue, event);
        return Effect.acquireRelease(
          Effect.sync(() => target.addEventListener("tick", listener)),
          () => Effect.sync(() => target.removeEventListener("tick", listener)),
        );
      };
      const relay = Effect.fnUntraced(function* (queue: Ticks, target: EventTarget, next: EventTarget | undefined, arrivals: Arrivals) {
        yield* listening(target, queue);
        while (true) {
          yield* Queue.take(queue);
          if (next === undefined) arrivals.add();
          else tick(next);
        }
      });
      const main = Effect.gen(function* () {
        const [targets, arrivals, fibers] = [chain(), new Arrivals(), [] as import("effect").Fiber.Fiber<never>[]];
        for (const [i, target] of targets.entries()) {
          const queue = yield* Queue.unbounded<Event>();
          fibers.push(yield* Effect.forkChild(Effect.scoped(relay(queue, target, targets[i + 1], arrivals))));
        }
        yield* Effect.sleep(0);
        for (let i = 0; i < EVENTS; i++) {
          yield* Effect.yieldNow;
          tick(targets[0]!);
        }
        yield* Effect.promise(() => arrivals.complete);
        yield* Fiber.interruptAll(fibers);
        return arrivals.count;
      });
      return repeated(() => Effect.runPromise(main));
    },
  },
};
