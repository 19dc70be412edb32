import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, type OpenedSite, openSite } from "./opened-site.ts";

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
describe.skipIf(!hasChromium)("a page", () => {
  let site: OpenedSite;
  let page: Page;

  beforeAll(async () => {
    site = await openSite("build");
    page = await site.open();
  });
  afterAll(() => site?.close());

  test.each([{}, { priority: "user-visible" }, { priority: "background" }, { timers: "worker" }])(
    "PageLoop(%o), 1,000 spinning tasks, frames, clicks, timers and sleeps come",
    async (options) => {
      const done = page.evaluate(`programs.busyPage(${JSON.stringify(options)})`);
      await page.getByRole("button").click();
      expect(await done).toEqual(["click", "frame", "sleep", "timer"]);
    },
  );
  test("frames", async () => {
    console.log(await page.evaluate("programs.framesInOrder()"));
    console.log(await page.evaluate("programs.idlePeriod()"));
  });
});
