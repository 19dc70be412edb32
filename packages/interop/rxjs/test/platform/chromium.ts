import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** A headless Chromium: `$CHROMIUM`, else Debian's, else the one that comes by npm; null where none can be had. */
export async function launchChromium(): Promise<Browser | null> {
  const named = process.env["CHROMIUM"];
  // Who names one wants it used.
  if (named) return await launch(named, ["--no-sandbox"]);
  const debian = "/usr/bin/chromium";
  if (existsSync(debian)) return await launch(debian, ["--no-sandbox"]);
  try {
    const { default: packed } = await import("@sparticuz/chromium");
    return await launch(await packed.executablePath(), packed.args);
  } catch {
    return null;
  }
}

function launch(executablePath: string, args: string[]): Promise<Browser> {
  return chromium.launch({ executablePath, args, headless: true });
}
