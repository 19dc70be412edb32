import { existsSync } from "node:fs";
import { type Browser, chromium } from "playwright-core";

/** Launches a headless Chromium: `$CHROMIUM`, else Debian's, else the one from npm. Returns null if none is available. */
export async function launchChromium(): Promise<Browser | null> {
  const named = process.env["CHROMIUM"];
  // A named browser must not be replaced by another.
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
