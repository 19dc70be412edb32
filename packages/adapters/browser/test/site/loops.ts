import { idle, nextFrame, PageLoop, type PageLoopOptions } from "@asyncio-ts/browser";
import { createTask, run, sleep } from "@asyncio-ts/tasks";

/** The events of a page while tasks spin on its loop, in their order. */
export async function busyPage(options: PageLoopOptions = {}): Promise<string[]> {
  const events: string[] = [];
  const loop = new PageLoop(options);
  const until = new Set(["frame", "click", "timer", "sleep"]);
  const happen = (event: string) => {
    if (until.delete(event)) events.push(event);
  };
  requestAnimationFrame(() => happen("frame"));
  setTimeout(() => happen("timer"), 10);
  document.querySelector("button")!.addEventListener("click", () => happen("click"), { once: true });
  await run(
    function* () {
      createTask(function* () {
        yield* sleep(20);
        happen("sleep");
      });
      for (let n = 0; n < 1000; n++) {
        createTask(function* () {
          while (until.size > 0) yield* sleep(0);
        });
      }
      while (until.size > 0) yield* sleep(0);
    },
    { loop },
  );
  return events.sort();
}

/** Whether code after `nextFrame()` runs before the frame is drawn: inside the callbacks of that frame. */
export async function framesInOrder(): Promise<string[]> {
  const events: string[] = [];
  await run(
    function* () {
      yield* nextFrame();
      yield* nextFrame();
      for (let n = 0; n < 2; n++) {
        requestAnimationFrame((time) => events.push(`before ${time}`));
        const waiting = createTask(nextFrame());
        yield* sleep(0);
        requestAnimationFrame((time) => events.push(`after ${time}`));
        events.push(`task ${yield* waiting}`);
      }
    },
    { loop: new PageLoop() },
  );
  return events;
}

export async function idlePeriod(): Promise<unknown> {
  return await run(
    function* () {
      const deadline = yield* idle();
      return [deadline.didTimeout, deadline.timeRemaining() > 0];
    },
    { loop: new PageLoop() },
  );
}
