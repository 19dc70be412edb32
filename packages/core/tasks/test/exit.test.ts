// @skip-on Bun, Deno, Chromium: The tests start programs by Node's command line.
import { expect, test } from "vitest";
import { child } from "@asyncio-ts/test-helpers/child";

const imports = `
  import { coroutine, createTask, Future, getEventLoop, run, sleep } from "@asyncio-ts/tasks";
`;

test("a process that exits with an unfinished run prints the waiting tasks and fails with exit code 13", async () => {
  const { code, err } = await child(`${imports}
    run(function* main() {
      createTask(function* () { yield* getEventLoop().createFuture(); }, { name: "other" });
      yield* new Future();
    });
  `);
  expect(code).toBe(13);
  expect(err).toMatch(/^The process is about to exit, but nothing can wake the run of <HostLoop .*>\.\n/);
  expect(err).toMatch(/\n {2}Task-1 waits for <Future pending>\n {4}at main \(/);
  expect(err).toMatch(/\n {2}other waits for <Future pending>\n/);
});

test("a run that another listener of beforeExit wakes after the report leaves no exit code", async () => {
  const { code, out } = await child(`${imports}
    const future = new Future();
    const running = run(function* () { return yield* future; });
    process.once("beforeExit", () => setTimeout(() => future.setResult("completed after all"), 1));
    console.log(await running);
  `);
  expect({ code, out }).toEqual({ code: 0, out: "completed after all\n" });
});

test("an exit code that the program set is kept, and a finished run prints nothing", async () => {
  const own = await child(`${imports}
    process.exitCode = 3;
    run(function* () { yield* new Future(); });
  `);
  expect([own.code, own.err.includes("about to exit")]).toEqual([3, true]);
  const finished = await child(`${imports}
    console.log(await run(function* () { yield* sleep(1); return "done"; }));
  `);
  expect(finished).toEqual({ code: 0, out: "done\n", err: "" });
});

test("a run that a host timer can still wake is not reported as unfinished", async () => {
  const { code, out, err } = await child(`${imports}
    await run(function* () {
      const future = new Future();
      setTimeout(() => future.setResult("woken by the host"), 5);
      console.log(yield* future);
    });
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "woken by the host\n", err: "" });
});

test("the process-wide loop does not keep the process alive, and reports unretrieved exceptions and pending tasks at exit", async () => {
  const { code, err } = await child(`${imports}
    createTask(function* () { throw new RangeError("boom"); });
    createTask(function* () { yield* new Future(); }, { name: "waits" });
  `);
  expect(code).toBe(0);
  expect(err).toContain("Task exception was never retrieved");
  expect(err).toContain("RangeError: boom");
  expect(err).toContain("Task was destroyed but it is pending!\\ntask: <Task pending name='waits'".replace("\\n", "\n"));
});

test.each([
  ["an async function", `void (async () => { await createTask(function* () { yield* new Future(); }); })();`],
  ["a done callback of a future", `void new Future().then(() => {});`],
])("a pending await of %s is no crash at the exit of the process", async (_, program) => {
  const { code, out, err } = await child(`${imports}
    ${program}
    console.log("the work is done");
  `);
  expect({ code, out }).toEqual({ code: 0, out: "the work is done\n" });
  expect(err).not.toContain("Event loop was closed");
});

test("a sleeping task of the process-wide loop keeps the process alive until it is done", async () => {
  const { code, out, err } = await child(`${imports}
    createTask(function* () { yield* sleep(20); console.log("slept"); });
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "slept\n", err: "" });
});

test("a marked coroutine that was never awaited is reported at exit", async () => {
  const { code, err } = await child(`${imports}
    coroutine(function* hello() {})();
  `);
  expect({ code, err }).toEqual({ code: 0, err: "coroutine 'hello' was never awaited\n" });
});

test("an uncaught error of main ends the process with exit code 1", async () => {
  const { code, err } = await child(`${imports}
    await run(function* main() { yield* sleep(1); throw new RangeError("boom"); });
  `);
  expect(code).toBe(1);
  expect(err).toContain("RangeError: boom");
});
