// @skip-on Chromium: The test launches a browser itself.
import { rolldown } from "rolldown";
import { expect, test } from "vitest";
import { launchChromium } from "./chromium.ts";
import { expected } from "./scenarios.ts";

const browser = await launchChromium();

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
test.skipIf(browser === null)("the platform's Observable passes all scenarios in headless Chromium", async () => {
  try {
    const bundle = await rolldown({ input: `${import.meta.dirname}/page.ts`, platform: "browser", logLevel: "silent" });
    const { output } = await bundle.generate({ format: "iife" });
    const page = await browser!.newPage();
    await page.addScriptTag({ content: output[0].code });
    expect(await page.evaluate("Observable.toString()")).toContain("[native code]");
    expect(await page.evaluate("found")).toEqual(expected);
  } finally {
    await browser!.close();
  }
});
