import { expect, test } from "vitest";
import { child } from "@asyncio-ts/test-helpers/child";

const imports = `
  import { BlockingLoop, openConnection, startServer, ThreadPoolExecutor, runInExecutor, toThread } from "@asyncio-ts/node";
  import { createTask, gather, run, sleep } from "@asyncio-ts/tasks";
  const loop = new BlockingLoop();
`;

test.each([
  ["with no I/O thread", `yield* sleep(1);`],
  ["with an idle I/O thread", `yield* loop.io("node:path", "basename", ["a"]);`],
  ["with a call under way", `loop.io("node:timers/promises", "setTimeout", [60_000]);`],
  ["with a call that keeps the I/O thread busy", `loop.io("node:child_process", "spawnSync", ["sleep", ["0.3"]]); yield* sleep(1);`],
  ["with threads", `yield* toThread("node:path", "basename", "a");`],
  ["with a job under way in a thread", `createTask(toThread("node:timers/promises", "setTimeout", 60_000)); yield* sleep(1);`],
  ["with an open server", `yield* startServer(function* () {}, "127.0.0.1", 0);`],
])("the process exits by itself after a run on a BlockingLoop %s", async (_, main) => {
  const program = `${imports} console.log(run(function* () { ${main} return "returned"; }, { loop }));`;
  expect(await child(program)).toEqual({ code: 0, out: "returned\n", err: "" });
});

test.each([
  ["with idle threads", `yield* toThread("node:path", "basename", "a");`],
  ["with a job that was not awaited", `runInExecutor(null, { url: "node:timers/promises", name: "setTimeout", args: [60_000] });`],
  [
    "with an executor that was never shut down",
    `yield* runInExecutor(new ThreadPoolExecutor(), { url: "node:path", name: "basename", args: ["a"] });`,
  ],
])("the process exits by itself after a run on the host's loop %s", async (_, main) => {
  const program = `${imports} console.log(await run(function* () { ${main} return "returned"; }));`;
  expect(await child(program)).toEqual({ code: 0, out: "returned\n", err: "" });
});

test.each([
  ["loop.io(jobs, 'work', [counter])", "loop"],
  ["toThread(jobs, 'work', counter)", "loop"],
  ["toThread(jobs, 'work', counter)", "undefined"],
])("a call %s that the end of the run cancels cleans up before the process exits (on %s)", async (call, loop) => {
  const program = `${imports}
    const jobs = "data:text/javascript," + encodeURIComponent(\`
      import { writeSync } from "node:fs";
      export async function work(counter) {
        writeSync(1, "working\\\\n");
        counter[0] = 1;
        await new Promise((resolve) => this.signal.addEventListener("abort", resolve));
        await new Promise((resolve) => setTimeout(resolve, 50));
        writeSync(1, "cleaned up\\\\n");
      }
    \`);
    const counter = new Int32Array(new SharedArrayBuffer(4));
    await run(function* () {
      createTask(function* () {
        yield* ${call};
      });
      while (counter[0] === 0) yield* sleep(1);
    }, { loop: ${loop} });
  `;
  expect(await child(program)).toEqual({ code: 0, out: "working\ncleaned up\n", err: "" });
});
