import { VirtualLoop } from "@asyncio-ts/testing";
import { createTask, run as runOn, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

const [HOUR, DAY] = [3_600_000, 24 * 3_600_000];
let [backups, checks] = [0, 0];

function* every(ms: number, work: () => void) {
  while (true) {
    yield* sleep(ms);
    work();
  }
}

function* main() {
  createTask(every(DAY, () => backups++));
  createTask(every(HOUR, () => checks++));
  yield* sleep(365 * DAY);
}

const start = performance.now();
const loop = new VirtualLoop();
runOn(main, { loop });
const took = performance.now() - start;

print(`${loop.time() / DAY} days: ${backups} backups, ${checks} checks`);
print(took < 1000 ? "It took less than a second" : `It took ${took} ms`);

await run(function* () {});
