import { execFileSync } from "node:child_process";
import { join } from "node:path";
import { expect, test } from "vitest";

test("the edition for pages in production has CPython's traces", () => {
  const conditions = ["--conditions=browser", "--conditions=production"];
  const args = [...conditions, "src/main.ts", "--seed", "1", "--count", "500"];
  expect(execFileSync("node", args, { cwd: join(import.meta.dirname, ".."), encoding: "utf8" })).toContain("identical traces: 500/500");
});
