import { threadModule } from "@asyncio-ts/node";
import { createTask, gather, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

// Each call runs in another thread, and looks like any coroutine.
const jobs = threadModule<typeof import("../thread-jobs.js")>(
  new URL("../thread-jobs.js", import.meta.url),
);

const limit = 2_000_000;
const share = limit / 16;

// Memory that the threads count in, and the loop reads.
const tried = new Int32Array(new SharedArrayBuffer(4));

function* showProgress() {
  for (let shown = 1; shown <= 10;) {
    yield* sleep(10);
    const done = Math.floor((10 * tried[0]!) / limit);
    for (; shown <= done; shown++)
      print(`[${"#".repeat(shown).padEnd(10, ".")}] ${10 * shown} %`);
  }
}

function* main() {
  print("The loop goes on while its threads try two million numbers");
  const progress = createTask(showProgress());
  const starts = Array.from({ length: 16 }, (_, i) => i * share);
  const counts = yield* gather(
    ...starts.map((start) => jobs.countPrimes(start, start + share, tried)),
  );
  yield* progress;
  const primes = counts.reduce((sum, count) => sum + count);
  print(`${primes} of them are prime numbers`);
}

await run(main());
