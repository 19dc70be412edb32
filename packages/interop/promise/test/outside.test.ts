// @skip-on Deno, Chromium: The tests start programs by Node's command line.
import { expect, test } from "vitest";
import { program } from "./program.ts";

test("toPromise() outside a run resolves, and the process ends", async () => {
  expect(await program('console.log(await toPromise(sleep(5, "slept")));')).toEqual(["slept"]);
});

test("tasks that an event listener creates run to completion", async () => {
  const text = `
    const emitter = new EventEmitter();
    emitter.on("job", (n) => {
      createTask(function* () {
        yield* sleep(1);
        console.log("job", n);
      });
    });
    setTimeout(() => { emitter.emit("job", 1); emitter.emit("job", 2); }, 1);
  `;
  expect(await program(text)).toEqual(["job 1", "job 2"]);
});

test("an async function can call a coroutine that calls an async function", async () => {
  const text = `
    const double = toAsyncFunction(function* (n) {
      yield* sleep(1);
      return 2 * (yield* fromPromise(async () => n));
    });
    console.log(await Promise.all([double(1), double(2)]));
  `;
  expect(await program(text)).toEqual(["[ 2, 4 ]"]);
});

test("async functions can await the futures of fromCallback() and fromEvent()", async () => {
  const text = `
    console.log(await fromCallback((callback) => void setTimeout(callback, 1, null, "called back")));
    const emitter = new EventEmitter();
    setTimeout(() => emitter.emit("ready", 1, 2), 1);
    console.log(await fromEvent(emitter, "ready"));
  `;
  expect(await program(text)).toEqual(["called back", "[ 1, 2 ]"]);
});

test("an abort cancels a task outside a run, which cleans up", async () => {
  const text = `
    const controller = new AbortController();
    const work = function* () {
      setTimeout(() => controller.abort("enough"), 1);
      try {
        yield* sleep(60_000);
      } finally {
        yield* sleep(1);
        console.log("cleaned up");
      }
    };
    console.log(await toPromise(work, { signal: controller.signal }).catch((reason) => reason));
  `;
  expect(await program(text)).toEqual(["cleaned up", "enough"]);
});

test("an idle events() source does not keep the process alive", async () => {
  const text = `
    createTask(forEach(events(new EventEmitter(), "never"), function* () {}));
    console.log("idle");
    console.error = () => {};
  `;
  expect(await program(text)).toEqual(["idle"]);
});
