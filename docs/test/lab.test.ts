// The samples of the built site in the lab, which is a part of the site.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { expect, test } from "vitest";
import { runsInLab } from "../.vitepress/lab.ts";

const dist = join(import.meta.dirname, "../dist");
const origin = "http://docs.test";
const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium"].find((path) => path && existsSync(path));

const links = new Map<string, string>();
for (const page of globSync("**/*.html", { cwd: dist })) {
  for (const [, link] of readFileSync(join(dist, page), "utf8").matchAll(/ href="(\/lab\/#[^"]*)"/g)) links.set(link!, page);
}

/** Changes the fragment of the address, and waits until the page has drawn what comes next. */
function open(fragment: string): Promise<unknown> {
  const frame = () => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
  const opened = new Promise((resolve) => addEventListener("hashchange", resolve, { once: true })).then(frame).then(frame);
  location.hash = fragment;
  return opened;
}

test.each([
  ['import { run } from "asyncio-ts";\nawait run(main);', true],
  ['import { run } from "asyncio-ts";\nimport { map } from "rxjs";\nrun(main, { loop });', true],
  ['import { run } from "asyncio-ts";\nimport { readFile } from "node:fs";\nawait run(main);', false],
  ['import { openConnection } from "@asyncio-ts/node";\nawait run(main);', false],
  ['import { sleep } from "asyncio-ts";\nyield* sleep(1);', false],
])("a sample opens in the lab only if it is a program of modules that the lab has: %j %s", (sample, runs) => {
  expect(runsInLab(sample)).toBe(runs);
});

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
test.skipIf(executablePath === undefined)("every sample with a link to the lab runs there", async () => {
  const browser = await chromium.launch({ executablePath: executablePath!, args: ["--no-sandbox", "--disable-gpu"] });
  const context = await browser.newContext({ reducedMotion: "reduce" });
  await context.route(`${origin}/**`, (route) => {
    const path = join(dist, new URL(route.request().url()).pathname.replace(/\/$/, "/index.html"));
    return existsSync(path) ? route.fulfill({ path }) : route.fulfill({ status: 404, body: path });
  });
  const page = await context.newPage();
  const problems: string[] = [];
  expect(links.size).toBeGreaterThan(50);
  await page.goto(`${origin}/lab/`);
  await page.locator(".cm-content").waitFor();
  for (const [link, from] of links) {
    await page.evaluate(open, link.slice(link.indexOf("#")));
    const end = page.locator(".problem, .outcome").filter({ hasText: /\w/ }).filter({ hasNotText: "Running…" }).first();
    const text = await end.innerText();
    if ((await end.getAttribute("class"))!.includes("problem")) problems.push(`${from}: ${text}`);
  }
  expect(problems).toEqual([]);
  await browser.close();
});
