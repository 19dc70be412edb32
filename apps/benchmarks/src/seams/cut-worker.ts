// Measures a task switch in two copies of the library: `node cut-worker.js FILE FILE`. The copies take turns in one process, so that
// interference hits both. Prints the nanoseconds of each as JSON.
import type { Asyncio } from "../asyncio-ts.ts";
import { median } from "../statistics.ts";
import { timeOfSwitch } from "./switch-time.ts";

const WARM_UP = 20;
const SAMPLES = 100;

const copies: { library: Asyncio; samples: number[] }[] = [];
for (const file of process.argv.slice(2)) copies.push({ library: (await import(file)) as Asyncio, samples: [] });
for (let i = 0; i < WARM_UP + SAMPLES; i++) {
  for (const { library, samples } of copies) samples.push(await timeOfSwitch(library, library.newEventLoop()));
}
console.log(JSON.stringify(copies.map(({ samples }) => median(samples.slice(WARM_UP)))));
