import { expect, test } from "vitest";
import { bundledSize, type Mode } from "../src/bundle.ts";
import { budgets, sizeOf } from "../src/budgets.ts";

const modes: readonly Mode[] = ["production", "development"];

test.each(budgets.flatMap((budget) => modes.map((mode) => ({ ...budget, mode, bytes: budget[mode] }))))(
  "a page for $mode with $title stays within $bytes bytes",
  async ({ program, mode, bytes }) => {
    const size = await sizeOf(program, mode);
    expect(size).toBeGreaterThan(bytes / 2);
    expect(size).toBeLessThanOrEqual(bytes);
  },
);

const names = ["loop", "tasks", "sync", "streams", "promise", "rxjs", "browser"].map((name) => `@asyncio-ts/${name}`).concat("asyncio-ts");

test.each(names.flatMap((name) => modes.map((mode) => ({ name, mode }))))(
  "an unused import of $name leaves nothing in a page for $mode",
  async ({ name, mode }) => {
    const contents = `import * as unused from "${name}"; import "${name}";`;
    const size = await bundledSize({ stdin: { contents, resolveDir: import.meta.dirname }, external: ["node:*", "rxjs"] }, mode);
    expect(size).toBe(0);
  },
);
