import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { markdownTable } from "markdown-table";
import { type Browser, chromium, type Page } from "playwright-core";
import { formatNumber } from "../number-format.ts";
import { quantile } from "../statistics.ts";
import type { PageFigures, WorkerFigures } from "./page-program.ts";

const MILLISECONDS = 2000;
const GRACE = 200;
const ORIGIN = "http://bench.test";

/** The loops, as options of a PageLoop; null is a plain HostLoop. */
const loops: Readonly<Record<string, object | null>> = {
  HostLoop: null,
  "PageLoop()": {},
  'PageLoop({ priority: "user-visible" })': { priority: "user-visible" },
  'PageLoop({ priority: "background" })': { priority: "background" },
  'PageLoop({ timers: "worker" })': { timers: "worker" },
};

/** Measures how responsive a page is while 1,000 tasks spin, and what jobs in workers cost. Returns Markdown. */
export async function measurePages(): Promise<string> {
  const browser = await chromium.launch({
    executablePath: process.env["CHROMIUM"] ?? "/usr/bin/chromium",
    args: ["--no-sandbox", "--disable-gpu"],
  });
  try {
    const page = await openPage(browser);
    const rows = [];
    for (const [name, options] of Object.entries(loops)) rows.push([`\`${name}\``, ...figuresOf(await underLoad(page, options))]);
    const head = ["loop", "frames/s", "M steps/s", "clicks p50 / max", "page's timers late, p50 / p99", "sleeps late, p50 / p99"];
    const workers = (await page.evaluate(`inWorkers(${GRACE})`)) as WorkerFigures;
    return `1,000 spinning tasks for ${MILLISECONDS / 1000} s, milliseconds:\n\n${markdownTable([head, ...rows], {
      align: ["l", "r", "r", "r", "r", "r"],
    })}\n\n${sentenceOn(workers)}`;
  } finally {
    await browser.close();
  }
}

/** Loads the spinning tasks into the page, and clicks ten times a second. */
async function underLoad(page: Page, options: object | null): Promise<PageFigures> {
  const figures = page.evaluate(`underLoad(${JSON.stringify(options)}, ${MILLISECONDS})`);
  const clicking = setInterval(() => void page.mouse.click(20, 20), 100);
  try {
    return (await figures) as PageFigures;
  } finally {
    clearInterval(clicking);
  }
}

function figuresOf({ frames, steps, clicks, timers, sleeps }: PageFigures): string[] {
  const pair = (values: number[], upper: number) => [0.5, upper].map((share) => formatNumber(quantile(values, share))).join(" / ");
  return [formatNumber(frames), formatNumber(steps / 1e6), pair(clicks, 1), pair(timers, 0.99), pair(sleeps, 0.99)];
}

function sentenceOn({ start, call, ended, next }: WorkerFigures): string {
  return (
    `Workers, milliseconds: first job ${formatNumber(start)}, later jobs ${formatNumber(call)}. A spinning job with a grace of ${GRACE}: its worker ended ` +
    `${formatNumber(ended)} after the cancellation, and the next job had its result after ${formatNumber(next)}.`
  );
}

/** Opens a page with the bundled program. Requests are answered from memory. */
async function openPage(browser: Browser): Promise<Page> {
  const { outputFiles } = await build({
    entryPoints: { page: sourceOf("page-program"), worker: sourceOf("page-worker") },
    bundle: true,
    conditions: ["production"],
    format: "esm",
    outdir: "/",
    platform: "browser",
    target: "es2022",
    write: false,
  });
  const page = await browser.newPage();
  await page.route(`${ORIGIN}/**`, async (route) => {
    const { pathname } = new URL(route.request().url());
    const file = outputFiles.find(({ path }) => path === pathname);
    if (file !== undefined) return route.fulfill({ contentType: "text/javascript", body: file.text });
    return route.fulfill({ contentType: "text/html", body: `<button>click</button><script type="module" src="/page.js"></script>` });
  });
  await page.goto(ORIGIN);
  await page.waitForFunction("globalThis.inWorkers !== undefined");
  return page;
}

function sourceOf(name: string): string {
  return fileURLToPath(new URL(`../../src/pages/${name}.ts`, import.meta.url));
}
