// @skip-on Bun, Deno, Chromium: The tests start programs by Node's command line.
import { expect, test } from "vitest";
import { child } from "@asyncio-ts/test-helpers/child";

/** Removes folders and columns from stack lines, because they differ between machines. */
function withoutFolders(text: string): string {
  return text.replace(/\([^()]*?([^/\\()]*:\d+):\d+\)/g, "($1)").replace(/\[eval1\]/g, "eval");
}

test("an idle loop does not keep the process alive", async () => {
  const { code, out, err } = await child(`
    import { createTask, getEventLoop, run, sleep } from "asyncio-ts";
    getEventLoop();
    console.log(await run(() => sleep(1, "ran")));
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "ran\n", err: "" });
});

test("a pending timer keeps the process alive until it fires or is cancelled", async () => {
  const { code, out, err } = await child(`
    import { createTask, getEventLoop, sleep } from "asyncio-ts";
    createTask(function* () {
      yield* sleep(20);
      console.log("slept");
    });
    const hour = createTask(() => sleep(3_600_000));
    setTimeout(() => hour.cancel(), 5);
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "slept\n", err: "" });
});

test("tasks that an emitter's callbacks create without a loop run, and the process exits by itself", async () => {
  const { code, out, err } = await child(`
    import { EventEmitter } from "node:events";
    import { createTask, sleep } from "asyncio-ts";
    const emitter = new EventEmitter();
    emitter.on("news", (news) => createTask(function* () {
      yield* sleep(5);
      console.log(news);
    }));
    emitter.emit("news", "at once");
    setTimeout(() => emitter.emit("news", "later"), 10);
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "at once\nlater\n", err: "" });
});

test("a process that ends during a run lists the waiting tasks once, and exits with code 13", async () => {
  const { code, out, err } = await child(`
    import { createTask, Future, run, sleep } from "asyncio-ts";
    process.on("exit", (code) => console.log("exit", code));
    void run(function* main() {
      createTask(function* listens() {
        yield* new Future();
      }, { name: "listener" });
      yield* sleep(1);
      console.log("works");
      yield* new Future();
    });
  `);
  expect({ code, out }).toEqual({ code: 13, out: "works\nexit 13\n" });
  expect(withoutFolders(err).split("\n")).toEqual([
    "The process is about to exit, but nothing can wake the run of <HostLoop running=true closed=false debug=false>.",
    "  Task-1 waits for <Future pending>",
    "    at main (eval:10)",
    "  listener waits for <Future pending>",
    "    at listens (eval:6)",
    "",
  ]);
});

test("a process that ends during a run awaited at the top level lists the waiting tasks, and exits with code 13", async () => {
  const { code, err } = await child(`
    import { Future, run } from "asyncio-ts";
    await run(function* main() {
      yield* new Future();
    });
  `);
  expect(code).toBe(13);
  expect(err).toContain("Task-1 waits for <Future pending>\n    at main (");
});

test("a process that ends during a run keeps an exit code that the program has set", async () => {
  const { code, err } = await child(`
    import { Future, run } from "asyncio-ts";
    process.exitCode = 3;
    void run(function* () {
      yield* new Future();
    });
  `);
  expect(code).toBe(3);
  expect(err).toContain("Task-1 waits for");
});

test("a process that ends during several runs lists the tasks of each", async () => {
  const { code, err } = await child(`
    import { Future, run, sleep } from "asyncio-ts";
    void run(function* first() { yield* new Future(); });
    void run(function* second() { yield* new Future(); });
    void run(function* third() { yield* sleep(1); });
  `);
  expect(code).toBe(13);
  expect(err.match(/at (first|second|third) /g)).toEqual(["at first ", "at second "]);
});

test("a run that has ended, failed or been stopped is not listed at exit", async () => {
  const { code, out, err } = await child(`
    import { Future, newEventLoop, run } from "asyncio-ts";
    await run(function* () { throw new Error("bad luck"); }).catch((error) => console.log(error.message));
    const loop = newEventLoop();
    loop.callSoon(() => loop.stop());
    await loop.runForever();
    loop.close();
    process.on("exit", () => console.log(process.listenerCount("beforeExit")));
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "bad luck\n0\n", err: "" });
});

test("a task of the process-wide loop that never finishes is reported at exit, and leaves exit code 0", async () => {
  const { code, err } = await child(`
    import { createTask, Future } from "asyncio-ts";
    createTask(function* () {
      yield* new Future();
    }, { name: "forgotten" });
  `);
  expect(code).toBe(0);
  expect(err).toMatch(/^Task was destroyed but it is pending!\ntask: <Task pending name='forgotten' /);
});
