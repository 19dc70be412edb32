import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as pathOfChromium } from "@asyncio-ts/test-helpers/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import { build, createServer, type InlineConfig, preview } from "vite";

/** The test site in a browser. */
export interface OpenedSite {
  /** Opens the site in a page of its own. `headers` are added to the answer of the server. */
  open(headers?: Record<string, string>): Promise<Page>;
  /** Calls a program of the page, and returns its result. */
  call(page: Page, program: string, ...args: unknown[]): Promise<any>;
  close(): Promise<void>;
}

/** Whether this machine has a Chromium. */
export const hasChromium: boolean = (await pathOfChromium()) !== null;

/** Serves the site as Vite builds it for production, or as its development server does, and launches a headless Chromium. */
export async function openSite(mode: "build" | "dev"): Promise<OpenedSite> {
  const folder = await mkdtemp(join(tmpdir(), "browser-site-"));
  const config: InlineConfig = {
    root: join(import.meta.dirname, "site"),
    cacheDir: join(folder, "cache"),
    configFile: false,
    logLevel: "silent",
    worker: { format: "es" },
    build: { outDir: join(folder, "dist") },
    server: { port: 0, host: "127.0.0.1" },
    preview: { port: 0, host: "127.0.0.1" },
  };
  const server = await serve(mode, config);
  const browser: Browser = await chromium.launch({
    executablePath: (await pathOfChromium())!,
    args: ["--no-sandbox", "--disable-gpu"],
    headless: true,
  });
  const url = server.resolvedUrls!.local[0]!;
  return {
    async open(headers = {}) {
      const page = await browser.newPage();
      await page.route(url, async (route) => {
        const response = await route.fetch();
        await route.fulfill({ response, headers: { ...response.headers(), ...headers } });
      });
      await page.goto(url);
      await page.waitForFunction("globalThis.programs !== undefined");
      return page;
    },
    async call(page, program, ...args) {
      const list = args.map((arg) => JSON.stringify(arg)).join();
      return await page.evaluate(`programs.${program}(${list})`);
    },
    async close() {
      await browser.close();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

async function serve(mode: "build" | "dev", config: InlineConfig) {
  if (mode === "dev") return await (await createServer(config)).listen();
  // Vite itself sets the condition "production", unless NODE_ENV says "test" as it does here.
  await build({ ...config, resolve: { conditions: ["module", "browser", "production"] } });
  return await preview(config);
}
