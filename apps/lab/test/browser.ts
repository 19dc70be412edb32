import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { type Browser, type BrowserContextOptions, chromium, type Page } from "playwright-core";
import { chromium as chromiumPath } from "@asyncio-ts/test-helpers/chromium";

const dist = join(import.meta.dirname, "../dist");
/** A secure origin: only such pages may write the clipboard. There is no server, requests are answered from the built files. */
const origin = "https://lab.test";

export const executablePath: string | null = await chromiumPath();

/** Starts the browser. */
export function launch(): Promise<Browser> {
  return chromium.launch({
    executablePath: executablePath!,
    args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
  });
}

/** The lab in a page of its own. It closes with the scope that holds it. */
export class LabPage implements AsyncDisposable {
  readonly page: Page;
  /** Errors of the page, and requests to other hosts. */
  readonly problems: string[];
  /** The sizes of the files that were requested, gzipped, by their names. */
  readonly sizes: ReadonlyMap<string, number>;

  private constructor(page: Page, problems: string[], sizes: ReadonlyMap<string, number>) {
    this.page = page;
    this.problems = problems;
    this.sizes = sizes;
  }

  /** Opens the lab. Motion is reduced by default, so that a run is shown at its end and does not play. */
  static async open(browser: Browser, fragment: string, options: BrowserContextOptions = {}): Promise<LabPage> {
    const context = await browser.newContext({ reducedMotion: "reduce", ...options });
    const problems: string[] = [];
    const sizes = new Map<string, number>();
    await context.route("**/*", (route) => {
      const { origin: host, pathname } = new URL(route.request().url());
      const path = join(dist, pathname.endsWith("/") ? `${pathname}index.html` : pathname);
      if (host !== origin || !existsSync(path)) {
        problems.push(route.request().url());
        return route.abort();
      }
      sizes.set(pathname, gzipSync(readFileSync(path)).length);
      return route.fulfill({ path });
    });
    const page = await context.newPage();
    page.on("pageerror", (error) => problems.push(error.message));
    await page.goto(`${origin}/${fragment}`);
    return new LabPage(page, problems, sizes);
  }

  /** Waits until the run is recorded, and returns how it ends. */
  async outcome(): Promise<string> {
    const outcome = this.page.locator(".outcome");
    await outcome.filter({ hasText: /\w/ }).filter({ hasNotText: "Running…" }).waitFor();
    return (await outcome.innerText()).trim();
  }

  /** Returns the tasks, with their states at the place shown. */
  tasks(): Promise<string[]> {
    return this.page.locator(".names button").evaluateAll((buttons) => buttons.map((button) => button.ariaLabel ?? ""));
  }

  /** Shows a place with a time, by moving the slider there. */
  async seek(ms: number): Promise<void> {
    await this.page.evaluate(async (ms) => {
      const input = document.querySelector<HTMLInputElement>("input[type=range]")!;
      const reading = (): number => {
        const [value, unit] = document.querySelector(".reading b")!.textContent!.split(" ");
        return Number(value) * (unit === "s" ? 1000 : 1);
      };
      let [low, high] = [0, Number(input.max)];
      for (let i = 0; i < 30; i++) {
        input.value = String((low + high) / 2);
        input.dispatchEvent(new Event("input", { bubbles: true }));
        // The page renders in a microtask or a frame.
        await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve)));
        if (reading() > ms) high = (low + high) / 2;
        else low = (low + high) / 2;
      }
    }, ms);
  }

  /** Returns the lines of the console that are written at the place shown. */
  lines(): Promise<string[]> {
    return this.page.locator(".console li:not(.future-line) .text").allInnerTexts();
  }

  /** Copies the link to what the page shows, and returns it from its fragment on. */
  async copyLink(): Promise<string> {
    await this.page.getByRole("button", { name: "Copy link" }).click();
    await this.page.getByText("Copied").waitFor();
    return (await this.page.evaluate(() => navigator.clipboard.readText())).slice(`${origin}/`.length);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.page.context().close();
  }
}
