import { chromium as pathOfChromium } from "@asyncio-ts/test-helpers/chromium";
import { type Browser, chromium } from "playwright-core";

/** Launches a headless Chromium. Returns null if this machine has none. */
export async function launchChromium(): Promise<Browser | null> {
  const executablePath = await pathOfChromium();
  return executablePath === null ? null : await chromium.launch({ executablePath, args: ["--no-sandbox"], headless: true });
}
