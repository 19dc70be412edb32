import type { HostLoop } from "asyncio-ts";
import type { Asyncio } from "../asyncio-ts.ts";

const TASKS = 100;
const SWITCHES = 500;

/** Measures the nanoseconds of CPU time of a switch between tasks that call `sleep(0)`. */
export async function timeOfSwitch({ gather, run, sleep }: Asyncio, loop: HostLoop): Promise<number> {
  function* spin() {
    for (let i = 0; i < SWITCHES; i++) yield* sleep(0);
  }
  const start = process.cpuUsage();
  await run(
    function* () {
      yield* gather(...Array.from({ length: TASKS }, spin));
    },
    { loop },
  );
  const { user, system } = process.cpuUsage(start);
  return ((user + system) * 1_000) / (TASKS * SWITCHES);
}
