import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { chromium as pathOfChromium } from "@asyncio-ts/test-helpers/chromium";
import { type Browser, chromium, type Page } from "playwright-core";
import { build, createServer, type InlineConfig, preview } from "vite";

/** The test site in a browser. */
export interface OpenedSite {
  /** Opens the site in a page of its own. Its errors fail the test that calls `check`. */
  open(): Promise<Page>;
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
    async open() {
      const page = await browser.newPage();
      await page.goto(url);
      await page.waitForFunction("globalThis.programs !== undefined");
      return page;
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
  await build(config);
  return await preview(config);
}
