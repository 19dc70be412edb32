// @skip-on Bun, Deno, Chromium: The tests start programs by Node's command line.
import { expect, test } from "vitest";
import { child } from "@asyncio-ts/test-helpers/child";

/** Without the places of files, which differ between machines. */
function withoutPlaces(text: string): string {
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

test("a pending timer does, until it has fired or was cancelled", async () => {
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

test("createTask from an emitter's callbacks with no loop at all: the tasks run, and the process exits by itself", async () => {
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

test("a process about to exit with a run unfinished says which tasks wait for what, once, and exits with 13", async () => {
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
  expect(withoutPlaces(err).split("\n")).toEqual([
    "The process is about to exit, but a run of <HostLoop running=true closed=false debug=false> has not finished, and nothing can wake it.",
    "  Task-1 waits for <Future pending>",
    "    at main (eval:10)",
    "  listener waits for <Future pending>",
    "    at listens (eval:6)",
    "",
  ]);
});

test("the same where main is awaited at the top level", async () => {
  const { code, err } = await child(`
    import { Future, run } from "asyncio-ts";
    await run(function* main() {
      yield* new Future();
    });
  `);
  expect(code).toBe(13);
  expect(err).toContain("Task-1 waits for <Future pending>\n    at main (");
});

test("an exit code that the program has set stays", async () => {
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

test("several unfinished runs are all named", async () => {
  const { code, err } = await child(`
    import { Future, run, sleep } from "asyncio-ts";
    void run(function* first() { yield* new Future(); });
    void run(function* second() { yield* new Future(); });
    void run(function* third() { yield* sleep(1); });
  `);
  expect(code).toBe(13);
  expect(err.match(/at (first|second|third) /g)).toEqual(["at first ", "at second "]);
});

test("a run that ended says nothing, also one that failed or whose loop was stopped", async () => {
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

test("a task of the process-wide loop that can never finish is reported at exit, and costs no exit code", async () => {
  const { code, err } = await child(`
    import { createTask, Future } from "asyncio-ts";
    createTask(function* () {
      yield* new Future();
    }, { name: "forgotten" });
  `);
  expect(code).toBe(0);
  expect(err).toMatch(/^Task was destroyed but it is pending!\ntask: <Task pending name='forgotten' /);
});
