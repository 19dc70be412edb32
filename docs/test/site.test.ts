// The built site in a browser. There is no server: requests are answered from the built files.
import { existsSync, globSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { guide } from "../.vitepress/sidebar.ts";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const dist = join(import.meta.dirname, "../dist");
const origin = "http://docs.test";
const pages = globSync("**/*.html", { cwd: dist });
const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium"].find((path) => path && existsSync(path));

test("every link inside the site leads to a page, and every anchor to an element", () => {
  const htmlOf = new Map(pages.map((file) => [`/${file.replace(/(?:index)?\.html$/, "")}`, readFileSync(join(dist, file), "utf8")]));
  const broken = new Set<string>();
  for (const [page, html] of htmlOf) {
    for (const [, href] of html.matchAll(/ href="(\/[^"]*)"/g)) {
      const [path = "", anchor] = href!.split("#");
      const target = htmlOf.get(path);
      if (target === undefined && !statSync(join(dist, path), { throwIfNoEntry: false })?.isFile()) broken.add(`${page}: ${href}`);
      // The fragment of a link to the lab is a program.
      if (target !== undefined && path !== "/lab/" && anchor && !target.includes(`id="${anchor}"`)) broken.add(`${page}: ${href}`);
    }
  }
  expect([...broken]).toEqual([]);
});

test("the sidebar has every page of the guide", () => {
  const listed = Object.values(guide).flat();
  const files = globSync("guide/*.md", { cwd: join(import.meta.dirname, "..") }).map((file) => file.slice("guide/".length, -".md".length));
  expect(listed.toSorted()).toEqual(files.toSorted());
});

test("llms.txt lists the pages for users, each of them as Markdown", () => {
  const pagesListed = [...readFileSync(join(dist, "llms.txt"), "utf8").matchAll(/\]\(\/([^)]+)\)/g)].map(([, page]) => page!);
  expect(pagesListed).toContain("guide/start.md");
  expect(pagesListed.filter((page) => !existsSync(join(dist, page)))).toEqual([]);
});

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
describe.skipIf(executablePath === undefined)("the site", () => {
  let browser: Browser;

  beforeAll(async () => {
    browser = await chromium.launch({
      executablePath: executablePath!,
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
    });
  });
  afterAll(() => browser?.close());

  test("the search leads to a page of the reference, without requests to other hosts and without errors", async () => {
    const context = await open({});
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(error.message));
    page.on("request", (request) => request.url().startsWith(origin) || problems.push(request.url()));

    await page.goto(`${origin}/guide/start`);
    const box = page.getByRole("searchbox");
    // The page handles the key only once its scripts have started.
    while (!(await box.isVisible())) await page.keyboard.press("Control+k");
    await box.fill("waitFor");
    await page.getByRole("option").filter({ hasText: "waitFor()" }).first().click();
    await page.waitForURL("**/reference/asyncio-ts/functions/waitFor*");
    // The address changes before the content does.
    await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent()).toContain("waitFor()");
    expect(problems).toEqual([]);
    await context.close();
  });

  test.each([
    ["wait_for", "/reference/asyncio-ts/functions/waitFor"],
    ["SIGINT", "/guide/exit"],
    ["mutex", "/reference/asyncio-ts/classes/Lock"],
    ["Promise.all", "/reference/asyncio-ts/functions/gather"],
  ])("a search for %s lists %s", async (words, path) => {
    const context = await open({});
    const page = await context.newPage();
    await page.goto(`${origin}/guide/start`);
    const box = page.getByRole("searchbox");
    while (!(await box.isVisible())) await page.keyboard.press("Control+k");
    await box.fill(words);
    await page.getByRole("option").first().waitFor();
    const links = await page
      .getByRole("option")
      .evaluateAll((options) => options.map((option) => option.querySelector("a")?.getAttribute("href")));
    expect(links.slice(0, 5).map((link) => link?.replace(/#.*/, ""))).toContain(path);
    await context.close();
  });

  test("no page is wider than a phone", async () => {
    const context = await open({ viewport: { width: 390, height: 844 }, javaScriptEnabled: false });
    const page = await context.newPage();
    await page.goto(origin);
    const wide: string[] = [];
    for (const file of pages) {
      const html = readFileSync(join(dist, file), "utf8");
      // All pages share one style sheet, so replacing the body is enough, and faster than loading each page.
      const width = await page.evaluate((html) => {
        document.body.innerHTML = html.slice(html.indexOf("<body>"), html.indexOf("</body>"));
        return document.documentElement.scrollWidth;
      }, html);
      if (width > 390) wide.push(`${file}: ${width}`);
    }
    expect(pages.length).toBeGreaterThan(50);
    expect(wide).toEqual([]);
    await context.close();
  });

  test("code fits its block at 1,280 pixels, and wraps on a phone", async () => {
    const wide: string[] = [];
    for (const width of [1280, 390]) {
      const context = await open({ viewport: { width, height: 844 } });
      const page = await context.newPage();
      for (const file of pages.filter((file) => /^(guide|comparison|index)/.test(file))) {
        await page.goto(`${origin}/${file}`);
        await page.evaluate(() => document.fonts.ready);
        const lines = await page
          .locator("main pre")
          .evaluateAll((blocks) =>
            blocks.filter((block) => block.scrollWidth > block.clientWidth + 1).map((block) => block.textContent?.slice(0, 40)),
          );
        wide.push(...lines.map((line) => `${file} at ${width}: ${line}`));
      }
      await context.close();
    }
    expect(wide).toEqual([]);
  });

  async function open(options: BrowserContextOptions): Promise<BrowserContext> {
    const context = await browser.newContext(options);
    await context.route(`${origin}/**`, (route) => {
      const path = join(dist, decodeURIComponent(new URL(route.request().url()).pathname));
      const file = [path, `${path}.html`, join(path, "index.html")].find((file) => /\.\w+$/.test(file) && existsSync(file));
      return file ? route.fulfill({ path: file }) : route.fulfill({ status: 404, body: path });
    });
    return context;
  }
});
