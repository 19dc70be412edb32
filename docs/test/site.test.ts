// The built site in a browser. There is no server: requests are answered from the built files.
import { existsSync, globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";

const dist = join(import.meta.dirname, "../dist");
const origin = "http://docs.test";
const pages = globSync("**/*.html", { cwd: dist });
const executablePath = [process.env["CHROMIUM"], "/usr/bin/chromium"].find((path) => path && existsSync(path));

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
    await page.waitForURL("**/reference/tasks/functions/waitFor*");
    // The address changes before the content does.
    await expect.poll(() => page.getByRole("heading", { level: 1 }).textContent(), { timeout: 30_000 }).toContain("waitFor()");
    expect(problems).toEqual([]);
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
