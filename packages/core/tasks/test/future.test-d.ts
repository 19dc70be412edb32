import {
  type Awaitable,
  type AwaitableLike,
  type Coroutine,
  createTask,
  ensureFuture,
  type EventLoop,
  Future,
  sleep,
  type Task,
  type TaskFactory,
} from "@asyncio-ts/tasks";
import { expectTypeOf, test } from "vitest";

interface Animal {
  name: string;
}
interface Dog extends Animal {
  bark(): void;
}
declare const dog: Future<Dog>;
declare const loop: EventLoop;

test("Future<T> is covariant, and so are tasks, coroutines and awaitables", () => {
  expectTypeOf<Future<Dog>>().toExtend<Future<Animal>>();
  expectTypeOf<Task<Dog>>().toExtend<Task<Animal>>();
  expectTypeOf<Task<Dog>>().toExtend<Future<Animal>>();
  expectTypeOf<Task<Dog>>().toExtend<Future<unknown>>();
  expectTypeOf<Coroutine<Dog>>().toExtend<Coroutine<Animal>>();
  expectTypeOf<Awaitable<Dog>>().toExtend<Awaitable<Animal>>();
  const animals: Future<Animal>[] = [dog];
  const unknowns: Future<unknown>[] = animals;
  return unknowns;
});

test("it is not contravariant: an Animal may be no Dog", () => {
  expectTypeOf<Future<Animal>>().not.toExtend<Future<Dog>>();
  expectTypeOf<Coroutine<Animal>>().not.toExtend<Coroutine<Dog>>();
  expectTypeOf<Future<Dog>>().not.toExtend<Task<Dog>>();
});

test("futures, coroutines and one's own objects are awaitables; promises only where functions take them", () => {
  expectTypeOf<Future<Dog>>().toExtend<Awaitable<Dog>>();
  expectTypeOf<Coroutine<Dog>>().toExtend<Awaitable<Dog>>();
  expectTypeOf<Future<Dog>>().toExtend<PromiseLike<Dog>>();
  expectTypeOf<Promise<Dog>>().not.toExtend<Awaitable<Dog>>();
  expectTypeOf<Promise<Dog>>().toExtend<AwaitableLike<Dog>>();
  expectTypeOf<number[]>().not.toExtend<AwaitableLike<number>>();
});

test("await gives a future's result", async () => {
  expectTypeOf(await dog).toEqualTypeOf<Dog>();
  expectTypeOf(dog.then((value) => value.name)).toEqualTypeOf<Promise<string>>();
  expectTypeOf(dog.then(null, () => 1)).toEqualTypeOf<Promise<Dog | number>>();
});

test("a future's methods know its result", () => {
  const future = loop.createFuture<Dog>();
  expectTypeOf(future).toEqualTypeOf<Future<Dog>>();
  expectTypeOf(new Future<Dog>()).toEqualTypeOf<Future<Dog>>();
  expectTypeOf(future.result()).toEqualTypeOf<Dog>();
  expectTypeOf(future.exception()).toEqualTypeOf<unknown>();
  expectTypeOf(future.cancel("why")).toEqualTypeOf<boolean>();
  expectTypeOf(future.removeDoneCallback(() => {})).toEqualTypeOf<number>();
  future.addDoneCallback((done) => expectTypeOf(done.result()).toEqualTypeOf<Dog>());
  // @ts-expect-error: no Dog
  future.setResult({ name: "cat" });
  loop.createFuture<void>().setResult();
  loop.createFuture<undefined>().setResult(undefined);
});

test("createTask infers from a coroutine, from its function and from an arrow function", () => {
  function* work(value: number) {
    yield* sleep(1);
    return `${value}`;
  }
  expectTypeOf(createTask(work(1))).toEqualTypeOf<Task<string>>();
  expectTypeOf(createTask(() => work(1))).toEqualTypeOf<Task<string>>();
  expectTypeOf(createTask(sleep(1))).toEqualTypeOf<Task<void>>();
  expectTypeOf(loop.createTask(work(1), { name: "x" })).toEqualTypeOf<Task<string>>();
  expectTypeOf(
    createTask(function* () {
      if ((yield* work(1)) === "1") return 1;
      return null;
    }),
  ).toEqualTypeOf<Task<number | null>>();
  // @ts-expect-error: an argument is missing
  createTask(work);
  // @ts-expect-error: no such option
  createTask(work(1), { nam: "x" });
  expectTypeOf(createTask(work(1)).getCoro()).toEqualTypeOf<Coroutine<string> | null>();
});

test("ensureFuture infers from whatever can be awaited", () => {
  expectTypeOf(ensureFuture(dog)).toEqualTypeOf<Future<Dog>>();
  expectTypeOf(ensureFuture(sleep(1, "x"))).toEqualTypeOf<Future<string>>();
  expectTypeOf(ensureFuture(() => sleep(1, "x"))).toEqualTypeOf<Future<string>>();
  expectTypeOf(ensureFuture(Promise.resolve(1))).toEqualTypeOf<Future<number>>();
  // @ts-expect-error: nothing to await
  ensureFuture("x");
  // @ts-expect-error: nothing to await
  ensureFuture([1, 2]);
});

test("a task factory gives tasks", () => {
  const factory: TaskFactory = (on, startable, options) => on.createTask(startable, options);
  loop.setTaskFactory(factory);
  loop.setTaskFactory(null);
  // @ts-expect-error: no task
  loop.setTaskFactory(() => 1);
});
