import { expect, test } from "vitest";
import { bundledSize } from "../src/bundle.ts";
import { budget, bundle } from "../src/workloads/bundle.ts";
import type { Sample } from "../src/workload.ts";

const here = import.meta.dirname;

test("the bundle of the minimal useful program stays within its budget", async () => {
  const round = await bundle.peers["asyncio-ts"]!();
  const { value } = (await round(1)) as Sample;
  expect(value).toBeLessThanOrEqual(budget);
});

test.each(["@asyncio-ts/loop", "@asyncio-ts/tasks", "@asyncio-ts/sync", "@asyncio-ts/streams", "asyncio-ts"])(
  "an unused import of %s leaves nothing in a bundle",
  async (name) => {
    const contents = `import * as unused from "${name}"; import "${name}";`;
    expect(await bundledSize({ stdin: { contents, resolveDir: here } })).toBe(0);
  },
);
