import { host } from "@asyncio-ts/loop/lowlevel";
import { framesOf } from "./call-site.ts";

/** The places that had hints. */
const given = /* @__PURE__ */ new Set<string>();

/**
 * Writes a hint of debug mode to the console, once for each place of the program.
 *
 * @param place the stack at the place, or its line; null or empty if it is unknown, then the hint is written each time
 * @param calls the number of innermost calls that tell places apart and are shown; all by default
 */
export function hint(text: string, place: Error | string | null, calls?: number): void {
  const shown = place instanceof Error ? framesOf(place).slice(0, calls).join("\n") : place;
  if (shown && given.has(shown)) return;
  given.add(shown!);
  host.console.warn(shown ? `${text}\n${shown}` : text);
}
