import type { HostLoop } from "asyncio-ts";
import type { Asyncio } from "../asyncio-ts.ts";

const TASKS = 100;
const TURNS = 500;

/** Nanoseconds of CPU time that a switch takes in one round of tasks that let each other go on. */
export async function switching({ gather, run, sleep }: Asyncio, loop: HostLoop): Promise<number> {
  function* spin() {
    for (let turn = 0; turn < TURNS; turn++) yield* sleep(0);
  }
  const began = process.cpuUsage();
  await run(
    function* () {
      yield* gather(...Array.from({ length: TASKS }, spin));
    },
    { loop },
  );
  const { user, system } = process.cpuUsage(began);
  return ((user + system) * 1_000) / (TASKS * TURNS);
}
