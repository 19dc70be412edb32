import { existsSync } from "node:fs";

/** The Chromium to use: `$CHROMIUM`, else Debian's, else the one that comes by npm. */
export async function chromium(): Promise<string> {
  const named = process.env["CHROMIUM"];
  if (named) return named;
  const debian = "/usr/bin/chromium";
  if (existsSync(debian)) return debian;
  const { default: packed } = await import("@sparticuz/chromium");
  return await packed.executablePath();
}
