import {
  type Coroutine,
  createTask,
  gather,
  run,
  Runner,
  sleep,
  type Startable,
  type Task,
  type TaskGroup,
  taskGroup,
  type TaskOptions,
  ThreadLoop,
  wait,
} from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

declare const loop: ThreadLoop;
declare const threadRunner: Runner<ThreadLoop>;

function* one() {
  yield* sleep(1);
  return 1;
}

function spawn<T>(coroutine: Coroutine<T>) {
  return createTask(coroutine);
}

function start<T>(startable: Startable<T>, options?: TaskOptions): Task<T> {
  return createTask(startable, options);
}

function spawnIn<T>(group: TaskGroup, startable: Startable<T>) {
  return group.createTask(startable);
}

function main<T>(startable: Startable<T>) {
  return run(startable);
}

function mainOn<T>(startable: Startable<T>): T {
  return run(startable, { loop });
}

function runnerMain<T>(body: () => Coroutine<T>): T {
  return threadRunner.run(body);
}

function* race<T>(...startables: Startable<T>[]): Coroutine<T> {
  const tasks = startables.map((startable) => createTask(startable));
  const { done } = yield* wait(tasks, { returnWhen: "FIRST_COMPLETED" });
  for (const task of tasks) task.cancel();
  for (const task of done) return task.result();
  throw new Error("no task is done");
}

function* mapConcurrent<T, R>(items: readonly T[], fn: (item: T) => Coroutine<R>): Coroutine<R[]> {
  const tasks = yield* taskGroup(function* (group) {
    return items.map((item) => group.createTask(() => fn(item)));
  });
  return tasks.map((task) => task.result());
}

function* both<A, B>(a: Coroutine<A>, b: Coroutine<B>): Coroutine<[A, B]> {
  return yield* gather(a, b);
}

/** A class with a type parameter and a method that starts tasks. */
class Cell<T extends object> {
  readonly value: T;

  constructor(value: T) {
    this.value = value;
  }

  *load(): Coroutine<T> {
    yield* sleep(1);
    return this.value;
  }

  loading(): Task<T> {
    return createTask(() => this.load());
  }
}

test("generic helpers of one type parameter compile and infer the result", () => {
  expectTypeOf(spawn(one())).toEqualTypeOf<Task<number>>();
  expectTypeOf(start(one)).toEqualTypeOf<Task<number>>();
  expectTypeOf(spawnIn({} as TaskGroup, one)).toEqualTypeOf<Task<number>>();
  expectTypeOf(main(one)).toEqualTypeOf<Promise<number>>();
  expectTypeOf(mainOn(one)).toEqualTypeOf<number>();
  expectTypeOf(runnerMain(one)).toEqualTypeOf<number>();
  expectTypeOf(race(one, one())).toEqualTypeOf<Coroutine<number>>();
  expectTypeOf(new Cell({ a: 1 }).loading()).toEqualTypeOf<Task<{ a: number }>>();
});

test("generic helpers of two type parameters compile and infer the results", () => {
  expectTypeOf(mapConcurrent([1, 2], (n) => sleep(n, String(n)))).toEqualTypeOf<Coroutine<string[]>>();
  expectTypeOf(both(one(), sleep(1, "x"))).toEqualTypeOf<Coroutine<[number, string]>>();
});

test("a result of type any, unknown, never or a union compiles", () => {
  expectTypeOf(createTask(one as () => Coroutine<any>)).toEqualTypeOf<Task<any>>();
  expectTypeOf(createTask(one as () => Coroutine<unknown>)).toEqualTypeOf<Task<unknown>>();
  expectTypeOf(createTask(one as unknown as () => Coroutine<never>)).toEqualTypeOf<Task<never>>();
  expectTypeOf(createTask(one as unknown as () => Coroutine<string | null>)).toEqualTypeOf<Task<string | null>>();
});
