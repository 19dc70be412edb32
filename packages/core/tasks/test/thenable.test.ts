import { CancelledError, createTask, Future, getEventLoop, HostLoop, InvalidStateError, run, setEventLoop, sleep } from "@asyncio-ts/tasks";
import { HostVirtualLoop, VirtualLoop } from "@asyncio-ts/testing";
import { expect, test } from "vitest";
import { onePass } from "./one-pass.ts";
import { reportsOf } from "./reports.ts";

test("await gives a future's result in any async function", async () => {
  const loop = new HostVirtualLoop();
  const future = loop.createFuture<number>();
  const doubled = (async () => 2 * (await future))();
  loop.callLater(1000, () => future.setResult(21));
  expect(await doubled).toBe(42);
  expect(loop.time()).toBe(1000);
  loop.close();
});

test("await throws a future's exception", async () => {
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

test("await throws the CancelledError of a cancelled future, and the very one of a task", async () => {
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

test("a future may be awaited by promises and by tasks at once, and again later", async () => {
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

test("a promise settles when the future does, not by callSoon", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<string>();
  const promise = future.then();
  future.setResult("now");
  expect(await promise).toBe("now");
  loop.close();
});

test("a future that is done can be awaited after its loop has closed", async () => {
  const loop = new VirtualLoop();
  const [future, failed] = [loop.createFuture<number>(), loop.createFuture<number>()];
  future.setResult(42);
  failed.setException(new RangeError("boom"));
  failed.exception();
  loop.close();
  expect(await future).toBe(42);
  await expect(failed.then()).rejects.toEqual(new RangeError("boom"));
});

test("a loop that closes rejects the promises of its unfinished futures", async () => {
  const loop = new VirtualLoop();
  const promise = loop.createFuture<number>().then();
  loop.close();
  await expect(promise).rejects.toEqual(new Error("Event loop is closed, and <Future pending> was never done"));
});

test("so does a future that is first awaited once its loop has closed", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<number>();
  loop.close();
  await expect(future.then()).rejects.toThrow("Event loop is closed");
});

test("a closing loop's rejection leaves the future itself pending", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<number>();
  const promise = future.then();
  loop.close();
  await expect(promise).rejects.toThrow("Event loop is closed");
  expect(() => future.result()).toThrow(InvalidStateError);
});

test("then() chains like a promise's", async () => {
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

test("a future made in a host's callback belongs to the process-wide loop, and can be awaited", async () => {
  setEventLoop(null);
  const future = new Future<string>();
  expect(future.getLoop()).toBe(getEventLoop());
  expect(future.getLoop()).toBeInstanceOf(HostLoop);
  queueMicrotask(() => future.setResult("set by the host"));
  expect(await future).toBe("set by the host");
});

test("a task created outside every step runs on the process-wide loop", async () => {
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

test("a future that main returns is awaited, since a promise can't hold a thenable", async () => {
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

test("a loop that owns its thread hands a returned future over as it is", () => {
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

test("a future never holds the loop up: awaiting it by promise is no host work of its own", async () => {
  const loop = new VirtualLoop();
  const future = loop.createFuture<void>();
  void future.then();
  future.setResult();
  onePass(loop);
  expect(loop.hostWorkHeld()).toEqual([]);
  loop.close();
});
