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

test("Future, Task, Coroutine and Awaitable are covariant in their result type", () => {
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

test("Future and Coroutine are not contravariant in their result type, and a Future is not a Task", () => {
  expectTypeOf<Future<Animal>>().not.toExtend<Future<Dog>>();
  expectTypeOf<Coroutine<Animal>>().not.toExtend<Coroutine<Dog>>();
  expectTypeOf<Future<Dog>>().not.toExtend<Task<Dog>>();
});

test("Awaitable covers futures and coroutines, AwaitableLike also promises, but not arrays", () => {
  expectTypeOf<Future<Dog>>().toExtend<Awaitable<Dog>>();
  expectTypeOf<Coroutine<Dog>>().toExtend<Awaitable<Dog>>();
  expectTypeOf<Future<Dog>>().toExtend<PromiseLike<Dog>>();
  expectTypeOf<Promise<Dog>>().not.toExtend<Awaitable<Dog>>();
  expectTypeOf<Promise<Dog>>().toExtend<AwaitableLike<Dog>>();
  expectTypeOf<number[]>().not.toExtend<AwaitableLike<number>>();
});

test("await and then() on Future<T> have the result type T", async () => {
  expectTypeOf(await dog).toEqualTypeOf<Dog>();
  expectTypeOf(dog.then((value) => value.name)).toEqualTypeOf<Promise<string>>();
  expectTypeOf(dog.then(null, () => 1)).toEqualTypeOf<Promise<Dog | number>>();
});

test("the methods of Future<T> are typed by T", () => {
  const future = loop.createFuture<Dog>();
  expectTypeOf(future).toEqualTypeOf<Future<Dog>>();
  expectTypeOf(new Future<Dog>()).toEqualTypeOf<Future<Dog>>();
  expectTypeOf(future.result()).toEqualTypeOf<Dog>();
  expectTypeOf(future.exception()).toEqualTypeOf<unknown>();
  expectTypeOf(future.cancel("why")).toEqualTypeOf<boolean>();
  expectTypeOf(future.removeDoneCallback(() => {})).toEqualTypeOf<number>();
  future.addDoneCallback((done) => expectTypeOf(done.result()).toEqualTypeOf<Dog>());
  // @ts-expect-error: not a Dog
  future.setResult({ name: "cat" });
  loop.createFuture<void>().setResult();
  loop.createFuture<undefined>().setResult(undefined);
});

test("createTask() infers the result type from coroutines and coroutine functions", () => {
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
  ).toEqualTypeOf<Task<1 | null>>();
  // @ts-expect-error: an argument is missing
  createTask(work);
  // @ts-expect-error: an unknown option
  createTask(work(1), { nam: "x" });
  expectTypeOf(createTask(work(1)).getCoro()).toEqualTypeOf<Coroutine<string> | null>();
});

test("ensureFuture() infers the result type from futures, coroutines, coroutine functions and promises", () => {
  expectTypeOf(ensureFuture(dog)).toEqualTypeOf<Future<Dog>>();
  expectTypeOf(ensureFuture(sleep(1, "x"))).toEqualTypeOf<Future<string>>();
  expectTypeOf(ensureFuture(() => sleep(1, "x"))).toEqualTypeOf<Future<string>>();
  expectTypeOf(ensureFuture(Promise.resolve(1))).toEqualTypeOf<Future<number>>();
  // @ts-expect-error: not awaitable
  ensureFuture("x");
  // @ts-expect-error: not awaitable
  ensureFuture([1, 2]);
});

test("a TaskFactory must return a task", () => {
  const factory: TaskFactory = (on, startable, options) => on.createTask(startable, options);
  loop.setTaskFactory(factory);
  loop.setTaskFactory(null);
  // @ts-expect-error: not a task
  loop.setTaskFactory(() => 1);
});
