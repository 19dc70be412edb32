import { existsSync } from "node:fs";

/** Returns the path of Chromium: `$CHROMIUM`, or else Debian's, or else that of the npm package. */
export async function chromium(): Promise<string> {
  const named = process.env["CHROMIUM"];
  if (named) return named;
  const debian = "/usr/bin/chromium";
  if (existsSync(debian)) return debian;
  const { default: packed } = await import("@sparticuz/chromium");
  return await packed.executablePath();
}
