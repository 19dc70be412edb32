/** The runtimes that the suites run on. */
export type RuntimeName = "Node" | "Bun" | "Deno" | "Chromium";

const here: RuntimeName = "document" in globalThis ? "Chromium" : "Bun" in globalThis ? "Bun" : "Deno" in globalThis ? "Deno" : "Node";

/** Whether this suite runs on one of the given runtimes: `test.skipIf(on("Bun"))("…", …)`, with the reason in a comment above. */
export function on(...names: RuntimeName[]): boolean {
  return names.includes(here);
}
