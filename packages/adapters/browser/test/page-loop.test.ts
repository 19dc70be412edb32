import type { Page } from "playwright-core";
import { nextFrame, PageLoop } from "@asyncio-ts/browser";
import { createTask, run, sleep } from "@asyncio-ts/tasks";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, type OpenedSite, openSite } from "./opened-site.ts";

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
describe.skipIf(!hasChromium).each(["build", "dev"] as const)("in a page of Vite (%s)", (mode) => {
  let site: OpenedSite;
  let page: Page;

  beforeAll(async () => {
    site = await openSite(mode);
    page = await site.open();
  });
  afterAll(() => site?.close());

  const all = ["click", "frame", "sleep", "timer"];

  test.each([{}, { priority: "user-visible" }, { priority: "background" }, { timers: "worker" }])(
    "PageLoop(%o), 1,000 spinning tasks, frames, clicks, timers and sleeps come",
    async (options) => {
      const came = site.call(page, "busyPage", options);
      await page.getByRole("button").click();
      expect(await came).toEqual(all);
    },
  );

  test("a priority in a browser without scheduler.postTask, the page stays responsive all the same", async () => {
    const came = site.call(page, "withoutScheduler");
    await page.getByRole("button").click();
    expect(await came).toEqual(all);
  });

  test("ready work goes by no timer, and by tasks of the page only for a priority", async () => {
    expect(await site.call(page, "busyWays", {})).toEqual({ timers: 0, priorities: [] });
    expect(await site.call(page, "busyWays", { priority: "background" })).toEqual({ timers: 0, priorities: ["background"] });
    expect(await site.call(page, "busyWays", { priority: "user-visible" })).toEqual({ timers: 0, priorities: ["user-visible"] });
  });

  test('timers: "worker" in a page without timers, sleeps end in the order of their deadlines', async () => {
    const order = ["slept 10", "slept 30", "slept 50", "slept 5", "slept 5"];
    expect(await site.call(page, "sleepsWithoutTimers")).toEqual(order);
  });

  test("close() leaves no worker, port or timer", async () => {
    expect(await site.call(page, "leftovers")).toEqual({ timers: 0, workers: 0, ports: 0 });
  });

  test("nextFrame() continues inside the callbacks of its frame", async () => {
    const frame = ["before", "task", "after", "same frame"];
    expect(await site.call(page, "framesInOrder")).toEqual([...frame, ...frame]);
  });

  test("nextFrame() in a hidden page ends", async () => {
    expect(await site.call(page, "hiddenFrames")).toEqual({ isTime: true, timers: 0 });
  });

  test("a cancelled nextFrame() or idle() takes its callback back", async () => {
    expect(await site.call(page, "cancelledWaits")).toEqual({ takenBack: ["frame", "cancelled", "idle", "cancelled"], timers: 0 });
  });

  test("idle() waits for an idle period, at most as long as its limit, and for a timer where there are none", async () => {
    const period = { didTimeout: false, hasTime: true };
    expect(await site.call(page, "idlePeriods")).toEqual({ quiet: period, without: period, busy: true });
  });

  /** Pages in production have codes in place of messages. */
  const text = (message: string) => (mode === "dev" ? message : expect.stringMatching(/^asyncio-ts [0-9a-z]{4}/));

  test("bad arguments, and loops that own their thread, are refused", async () => {
    expect(await site.call(page, "refusals")).toEqual([
      text("PageLoop: an object of options was expected, got null"),
      text('PageLoop: "user-visible" or "background" as priority was expected, got "user-blocking"'),
      text('PageLoop: "worker" as timers was expected, got "page"'),
      text('idle: a number of milliseconds was expected, got "1"'),
      expect.stringContaining("A VirtualLoop cannot wait for a Promise"),
    ]);
  });

  test("a policy that forbids the worker of the timers is reported once, and sleeps go on", async () => {
    const guarded = await site.open({ "content-security-policy": "worker-src 'none'" });
    const message = text('PageLoop: the worker of timers: "worker" cannot start; sleeps will be late in a hidden page');
    expect(await site.call(guarded, "refusedTimers")).toMatchObject([{ message, exception: { type: "Error" } }]);
  });
});

test("PageLoop on a host without pages, tasks run", async () => {
  const order: string[] = [];
  await run(
    function* () {
      const task = createTask(function* () {
        yield* sleep(1);
        order.push("task");
      });
      yield* sleep(0);
      order.push("main");
      yield* task;
    },
    { loop: new PageLoop() },
  );
  expect(order).toEqual(["main", "task"]);
});

test("nextFrame() on a host without frames is refused", async () => {
  await expect(run(nextFrame)).rejects.toThrow("nextFrame: a host with requestAnimationFrame was expected");
});
