import { hostWorkHeld } from "@asyncio-ts/loop/lowlevel";
import { CancelledError, createTask, Future, getEventLoop, HostLoop, InvalidStateError, run, setEventLoop, sleep } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { reportsOf } from "./reports.ts";

test("await in an async function returns the future's result", async () => {
  const loop = new HostVirtualLoop();
  const future = loop.createFuture<number>();
  const doubled = (async () => 2 * (await future))();
  loop.callLater(1000, () => future.setResult(21));
  expect(await doubled).toBe(42);
  expect(loop.time()).toBe(1000);
  loop.close();
});

test("then() of a failed task rejects with the exception, which is not reported", async () => {
  const loop = new HostVirtualLoop();
  const reports = reportsOf(loop);
  const error = new RangeError("boom");
  const task = loop.createTask(function* () {
    yield* sleep(10);
    throw error;
  });
  await expect(task.then()).rejects.toBe(error);
  loop.close();
  expect(reports).toEqual([]);
});

test("then() rejects with a CancelledError for a cancelled future, and with the task's own error object for a task", async () => {
  const loop = new HostVirtualLoop();
  const future = loop.createFuture<number>();
  loop.callLater(10, () => future.cancel("enough"));
  await expect(future.then()).rejects.toEqual(new CancelledError("enough"));
  const error = new CancelledError("very one");
  const task = loop.createTask(function* () {
    throw error;
  });
  await expect(task.then()).rejects.toBe(error);
  loop.close();
});

test("a future can be awaited by promises and by a task at the same time, and again later", async () => {
  const loop = new HostVirtualLoop();
  const future = loop.createFuture<number>();
  const task = loop.createTask(function* () {
    return yield* future;
  });
  loop.callLater(10, () => future.setResult(7));
  expect(await Promise.all([future, future, task])).toEqual([7, 7, 7]);
  expect(await future).toBe(7);
  loop.close();
});

test("the promise of then() settles with the future, without a pass of the loop", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<string>();
  const promise = future.then();
  future.setResult("now");
  expect(await promise).toBe("now");
  loop.close();
});

test("a finished future can be awaited after its loop was closed", async () => {
  const loop = new VirtualLoop();
  const [future, failed] = [loop.createFuture<number>(), loop.createFuture<number>()];
  future.setResult(42);
  failed.setException(new RangeError("boom"));
  failed.exception();
  loop.close();
  expect(await future).toBe(42);
  await expect(failed.then()).rejects.toEqual(new RangeError("boom"));
});

test("loop.close() rejects the promises of unfinished futures", async () => {
  const loop = new VirtualLoop();
  const promise = loop.createFuture<number>().then();
  loop.close();
  await expect(promise).rejects.toEqual(new Error("Event loop was closed before <Future pending> was done"));
});

test("then() of an unfinished future rejects if its loop was closed before", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<number>();
  loop.close();
  await expect(future.then()).rejects.toThrow("Event loop was closed");
});

test("loop.close() leaves an unfinished future pending although it rejects the future's promises", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<number>();
  const promise = future.then();
  loop.close();
  await expect(promise).rejects.toThrow("Event loop was closed");
  expect(() => future.result()).toThrow(InvalidStateError);
});

test("then() of a future chains like then() of a promise", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<number>();
  const chained = future.then((value) => value + 1).then((value) => value * 2);
  const rescued = future.then(() => {
    throw new Error("boom");
  });
  future.setResult(1);
  expect(await chained).toBe(4);
  await expect(rescued).rejects.toThrow("boom");
  loop.close();
});

test("new Future() outside a step belongs to the process-wide loop, and can be awaited by promise", async () => {
  setEventLoop(null);
  const future = new Future<string>();
  expect(future.getLoop()).toBe(getEventLoop());
  expect(future.getLoop()).toBeInstanceOf(HostLoop);
  queueMicrotask(() => future.setResult("set by the host"));
  expect(await future).toBe("set by the host");
});

test("createTask() outside a step runs the task on the process-wide loop", async () => {
  setEventLoop(null);
  const log: string[] = [];
  const task = createTask(function* () {
    log.push("began");
    yield* sleep(0);
    return "done";
  });
  log.push("created");
  expect(await task).toBe("done");
  expect(log).toEqual(["created", "began"]);
});

test("run() on a host loop awaits a future that main returns, because a promise cannot hold a thenable", async () => {
  const loop = new HostVirtualLoop();
  const order: string[] = [];
  const result: unknown = await run(
    function* () {
      return createTask(function* () {
        yield* sleep(100);
        order.push("awaited");
        return "inner";
      }) as never;
    },
    { loop },
  );
  expect(result).toBe("inner");
  expect(order).toEqual(["awaited"]);
});

test("run() on a thread loop returns a task in main's result unawaited", () => {
  const loop = new VirtualLoop();
  const [task] = run(
    function* () {
      return [
        createTask(function* () {
          yield* sleep(100);
        }),
      ];
    },
    { loop },
  );
  expect(task!.cancelled()).toBe(true);
});

test("then() of a future does not register host work", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<void>();
  void future.then();
  future.setResult();
  onePass(loop);
  expect(hostWorkHeld(loop)).toEqual([]);
  loop.close();
});
