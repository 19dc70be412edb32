import { nextFrame, PageLoop } from "@asyncio-ts/browser";
import { createTask, run, sleep } from "asyncio-ts";

await run(
  function* () {
    const task = createTask(sleep(60_000));
    yield* nextFrame();
    task.cancel();
  },
  { loop: new PageLoop() },
);
