// `pnpm soak [NAME]`: repeats the operations of long-lived programs, and measures the memory that they keep. With a name, only the
// measurements that contain it. Ends with `N passed, N failed`.
import { EventEmitter } from "node:events";
import { events, fromCallback, fromEvent, fromPromise, toAsyncIterable, toPromise } from "@asyncio-ts/promise";
import { firstValue, subscribe } from "@asyncio-ts/rxjs";
import { Condition, Event, Lock, Queue } from "@asyncio-ts/sync";
import { coroutine, type Coroutine, createTask, Future, gather, run, shield, sleep, taskGroup, timeout, wait } from "@asyncio-ts/tasks";
import { NEVER } from "rxjs";

/** An operation that keeps nothing once it has ended. */
interface Soak {
  name: string;
  /** The limit of one operation. */
  bytes: number;
  /** Performs the operation `count` times. */
  repeat(count: number): Coroutine<void>;
}

const never = new Promise<never>(() => {});
const target = new EventTarget();
const emitter = new EventEmitter();
const lock = new Lock();
const event = new Event();
const condition = new Condition();
const queue = new Queue<number>();
const { signal } = new AbortController();

/** Awaits something that never ends, and gives up. */
function* giveUp(make: () => Future<unknown> | Coroutine<unknown>): Coroutine<void> {
  const made = make();
  const task = made instanceof Future ? made : createTask(made);
  yield* sleep(0);
  task.cancel();
  yield* wait([task]);
}

function each(operation: (n: number) => Coroutine<unknown>): (count: number) => Coroutine<void> {
  return function* (count) {
    for (let n = 0; n < count; n++) yield* operation(n);
  };
}

function* awaiting<T>(future: Future<T>): Coroutine<T> {
  return yield* future;
}

const marked = coroutine(function* (): Coroutine<number> {
  yield* sleep(0);
  return 1;
});

const soaks: Soak[] = [
  { name: "a task", bytes: 1, repeat: each(() => awaiting(createTask(sleep(0)))) },
  { name: "a marked coroutine", bytes: 1, repeat: each(() => marked()) },
  { name: "gather of two sleeps", bytes: 1, repeat: each(() => awaiting(gather(sleep(0), sleep(0)))) },
  {
    name: "a task group",
    bytes: 1,
    repeat: each(() =>
      taskGroup(function* (group) {
        group.createTask(sleep(0));
      }),
    ),
  },
  { name: "a time limit that never elapses", bytes: 1, repeat: each(() => timeout(1e9, () => sleep(0))) },
  { name: "a cancelled wait for a shielded future", bytes: 1, repeat: each(() => giveUp(() => shield(new Future()))) },
  { name: "a cancelled lock.acquire()", bytes: 1, repeat: each(() => giveUp(() => lock.acquire())) },
  { name: "a cancelled event.wait()", bytes: 1, repeat: each(() => giveUp(() => event.wait())) },
  { name: "a cancelled queue.get()", bytes: 1, repeat: each(() => giveUp(() => queue.get())) },
  { name: "a cancelled condition.wait()", bytes: 1, repeat: each(() => giveUp(() => condition.use(() => condition.wait()))) },
  {
    name: "fromPromise of a factory on a promise that never settles, cancelled",
    bytes: 1,
    repeat: each(() => giveUp(() => fromPromise(() => never))),
  },
  { name: "fromCallback that is never called, cancelled", bytes: 1, repeat: each(() => giveUp(() => fromCallback(() => {}))) },
  { name: "fromEvent of a target, cancelled", bytes: 1, repeat: each(() => giveUp(() => fromEvent(target, "x"))) },
  { name: "fromEvent of an emitter, cancelled", bytes: 1, repeat: each(() => giveUp(() => fromEvent(emitter, "x"))) },
  {
    name: "events, closed",
    bytes: 1,
    repeat: each(() => {
      const source = events(emitter, "x");
      emitter.emit("x", 1);
      return source.return();
    }),
  },
  { name: "subscribe to an Observable, closed", bytes: 1, repeat: each(() => subscribe(NEVER).return()) },
  { name: "firstValue of an Observable, cancelled", bytes: 1, repeat: each(() => giveUp(() => firstValue(NEVER))) },
  {
    name: "toPromise with a signal that never aborts",
    bytes: 1,
    repeat: each(() => awaiting(fromPromise(toPromise(sleep(0), { signal })))),
  },
  {
    name: "toAsyncIterable, left after an item",
    bytes: 1,
    repeat: each(function* () {
      const iterator = toAsyncIterable([1, 2])[Symbol.asyncIterator]();
      yield* fromPromise(iterator.next());
      yield* fromPromise(iterator.return!());
    }),
  },
  {
    name: "then of a future that is dropped",
    bytes: 1,
    // oxlint-disable-next-line require-yield
    repeat: each(function* () {
      void new Future().then(undefined, () => {});
    }),
  },
  {
    name: "a marked coroutine that is dropped",
    bytes: 1,
    // oxlint-disable-next-line require-yield
    repeat: each(function* () {
      marked(); // eslint-disable-line asyncio-ts/no-floating-coroutine -- under test
    }),
  },
];

const COUNT = Number(process.env.SOAK_COUNT ?? 100_000);
/** The memory that the measurement itself and V8's first uses keep, in bytes. */
const NOISE = 200_000;

async function heapUsed(): Promise<number> {
  for (let turn = 0; turn < 4; turn++) {
    globalThis.gc!();
    await new Promise((resolve) => {
      setTimeout(resolve, 5);
    });
  }
  return process.memoryUsage().heapUsed;
}

/** How often an operation over its limit is measured: V8 frees late, and keeps code and feedback, in some rounds; a leak shows in all. */
const ROUNDS = 5;

/** Returns the memory that an operation keeps, in bytes: the least of several rounds. */
async function kept(soak: Soak): Promise<number> {
  return run(function* () {
    yield* soak.repeat(2_000);
    let least = Infinity;
    for (let round = 0; round < ROUNDS && least > soak.bytes; round++) {
      const before = yield* fromPromise(heapUsed());
      yield* soak.repeat(COUNT);
      yield* sleep(1);
      const after = yield* fromPromise(heapUsed());
      least = Math.min(least, Math.max(0, after - before - NOISE) / COUNT);
    }
    return least;
  });
}

/** Returns how long many readers of one source take to give up, in milliseconds. */
async function cancelReaders(count: number): Promise<number> {
  return run(function* () {
    const source = subscribe(NEVER);
    const readers = Array.from({ length: count }, () => createTask(source.next()));
    yield* sleep(0);
    const start = performance.now();
    for (const reader of readers) reader.cancel();
    yield* wait(readers);
    return performance.now() - start;
  });
}

/** Returns the memory of a task that waits for long, one among 255 short ones, in bytes. */
async function sparseTask(count: number): Promise<number> {
  return run(function* () {
    const before = yield* fromPromise(heapUsed());
    for (let n = 0; n < count; n++) {
      createTask(sleep(1e9));
      for (let i = 0; i < 255; i++) createTask(sleep(0));
      if (n % 10 === 0) yield* sleep(0);
    }
    yield* sleep(1);
    return ((yield* fromPromise(heapUsed())) - before - NOISE) / count;
  });
}

/** A figure with a limit. */
interface Measurement {
  name: string;
  unit: string;
  limit: number;
  measure(): Promise<number>;
}

const measurements: Measurement[] = [
  ...soaks.map((soak) => ({ name: soak.name, unit: "B", limit: soak.bytes, measure: () => kept(soak) })),
  { name: "80,000 cancelled readers of one source", unit: "ms", limit: 5000, measure: () => cancelReaders(80_000) },
  { name: "a task in 256 that waits for long", unit: "B", limit: 1000, measure: () => sparseTask(2_000) },
];

if (globalThis.gc === undefined) throw new Error("soak.ts needs `node --expose-gc`");
// Reports of dropped coroutines.
console.warn = console.error = () => {};
const [match = ""] = process.argv.slice(2);
const chosen = measurements.filter(({ name }) => name.includes(match));
let failed = 0;
for (const { name, unit, limit, measure } of chosen) {
  const figure = await measure();
  if (figure > limit) failed++;
  console.log(`${figure > limit ? "✗" : "✓"} ${name}: ${figure.toFixed(1)} ${unit} (limit ${limit} ${unit})`);
}
console.log(`${chosen.length - failed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
