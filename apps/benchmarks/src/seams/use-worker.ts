// Measures a task switch while a seam is in use: `node use-worker.js NAME`. Prints the nanoseconds.
import * as library from "asyncio-ts";
import { median } from "../statistics.ts";
import { timeOfSwitch } from "./switch-time.ts";
import { uses } from "./uses.ts";

const WARM_UP = 10;
const SAMPLES = 30;

const use = uses[process.argv[2]!]!;
const samples = [];
for (let i = 0; i < WARM_UP + SAMPLES; i++) {
  const loop = library.newEventLoop();
  use(library, loop);
  samples.push(await timeOfSwitch(library, loop));
}
console.log(median(samples.slice(WARM_UP)));
