import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";

/** Resolves from the package that `npm run check:release` installs beside the others. */
const binaries = createRequire(new URL("../../../apps/runtimes/binaries/package.json", import.meta.url));

/** Returns the path of Chromium: `$CHROMIUM`, or else Debian's, or else that of the npm package; null if there is none. */
export async function chromium(): Promise<string | null> {
  // A named browser must not be replaced by another.
  const named = process.env["CHROMIUM"];
  if (named) return named;
  const debian = "/usr/bin/chromium";
  if (existsSync(debian)) return debian;
  try {
    const { default: packed } = await import(pathToFileURL(binaries.resolve("@sparticuz/chromium")).href);
    return (await packed.executablePath()) as string;
  } catch {
    return null;
  }
}
