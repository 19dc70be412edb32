import { Lock, Queue, Semaphore } from "@asyncio-ts/sync";
import { createTask, run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { test } from "@asyncio-ts/testing/vitest";
import { expect, vi, test as plain } from "vitest";

/** Runs a program in debug mode, and returns its warnings. */
function warned(main: () => Generator<any, unknown>): string[] {
  const lines: string[] = [];
  const spy = vi.spyOn(console, "warn").mockImplementation((line: string) => void lines.push(line));
  try {
    run(main as never, { loop: new VirtualLoop(), debug: true });
  } finally {
    spy.mockRestore();
  }
  return lines;
}

test("disposing an acquisition that was never awaited throws, and names the star", function* () {
  for (const primitive of [new Lock(), new Semaphore()]) {
    expect(() => {
      using _ = primitive.acquire();
    }).toThrow("write `using _ = yield* …`");
    expect(primitive.locked()).toBe(false);
    using _ = yield* primitive.acquire();
    expect(primitive.locked()).toBe(true);
  }
});

plain("debug mode reports operations that were never awaited, with their line", () => {
  const lines = warned(function* () {
    void new Queue<number>().put(1);
    void sleep(1000);
    void new Lock().acquire();
    yield* sleep(100);
  });
  expect(lines.map((line) => /^coroutine '(\w+)' was never awaited: write `yield\*` before it\n/.exec(line)?.[1])).toEqual([
    "Queue",
    "sleep",
    "Lock",
  ]);
  for (const line of lines) expect(line).toContain("never-awaited.test.ts");
});

plain("debug mode reports no operation that was awaited, given to a task, cancelled or closed", () => {
  const lines = warned(function* () {
    const queue = new Queue<number>();
    const task = createTask(queue.get());
    yield* sleep(100);
    task.cancel();
    yield* thrown(task);
    yield* queue.put(1);
    yield* queue.get();
    queue.get().return(undefined as never);
    yield* sleep(0);
  });
  expect(lines).toEqual([]);
});

plain("outside debug mode an operation that was never awaited is not reported", () => {
  const spy = vi.spyOn(console, "warn").mockImplementation(() => {});
  run(
    function* () {
      void sleep(1000);
    },
    { loop: new VirtualLoop() },
  );
  expect(spy).not.toHaveBeenCalled();
  spy.mockRestore();
});

test("awaiting an operation a second time throws", function* () {
  const put = new Queue<number>().put(1);
  yield* put;
  expect(yield* thrown(put)).toEqual(new Error("cannot reuse already awaited coroutine"));
});
