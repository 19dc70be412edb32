import { createTask, run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { tracks } from "@asyncio-ts/trace";
import { expect, test, vi } from "vitest";

test("tracks() draws each state of each task by console.timeStamp, until it is disposed", () => {
  const { timeStamp } = console;
  const drawn = vi.fn<(...args: unknown[]) => void>();
  console.timeStamp = drawn;
  const loop = new VirtualLoop();
  const live = tracks(loop);
  run(
    function* () {
      yield* createTask(sleep(10), { name: "child" });
      live[Symbol.dispose]();
      yield* sleep(10);
    },
    { loop },
  );
  const calls = drawn.mock.calls as unknown as [label: string, from: number, to: number, track: string, group: string, color: string][];
  console.timeStamp = timeStamp;
  const child = calls.filter(([, , , track]) => track === "child");
  expect(child.map(([label]) => label.replace(/ for .*/, ""))).toEqual(["ready", "running", "waits", "ready", "running"]);
  for (const [, from, to, , group] of calls) {
    expect(from).toBeLessThanOrEqual(to);
    expect(group).toBe("asyncio-ts");
  }
  expect(calls.at(-1)!.slice(3)).toEqual(["Task-1", "asyncio-ts", "primary"]);
});

test("tracks() works on a host without console.timeStamp, and throws a clear error for other values than loops", () => {
  const { timeStamp } = console;
  console.timeStamp = undefined as never;
  const loop = new VirtualLoop();
  using _ = tracks(loop);
  run(sleep(10), { loop });
  console.timeStamp = timeStamp;
  expect(() => tracks(null as never)).toThrow("tracks: an event loop was expected, got null");
  loop.close();
  expect(() => tracks(loop)).toThrow("Event loop is closed");
});
