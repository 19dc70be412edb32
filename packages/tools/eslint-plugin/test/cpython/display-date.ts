// asyncio-task, Sleeping: the date, each second for five seconds.
import { getRunningLoop, run, sleep } from "asyncio-ts";

function* displayDate() {
  const loop = getRunningLoop();
  const endTime = loop.time() + 5000;
  while (true) {
    console.log(new Date());
    if (loop.time() + 1000 >= endTime) break;
    yield* sleep(1000);
  }
}

await run(displayDate());
