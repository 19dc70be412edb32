// oxlint gives types to no plugin. The rules that need none work there, and the others stay silent.
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import plugin from "@asyncio-ts/eslint-plugin";
import { expect, onTestFinished, test } from "vitest";

const program = `import { sleep, timeout } from "asyncio-ts";
let received = 0;
export function* main() {
  try {
    yield* sleep(0.5);
  } catch (error) {
    console.log(error);
  }
  received += yield* sleep(10, 1);
  yield* timeout(10, function* () {});
  sleep(10);
}
`;

test("oxlint runs the rules that need no types", () => {
  const folder = mkdtempSync(join(tmpdir(), "oxlint-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const specifier = fileURLToPath(import.meta.resolve("@asyncio-ts/eslint-plugin"));
  const rules = Object.fromEntries(Object.keys(plugin.rules).map((name) => [`asyncio-ts/${name}`, "error"]));
  const config = { jsPlugins: [{ name: "asyncio-ts", specifier }], categories: { correctness: "off" }, rules };
  writeFileSync(join(folder, ".oxlintrc.json"), JSON.stringify(config));
  writeFileSync(join(folder, "main.ts"), program);
  const oxlint = join(import.meta.dirname, "../node_modules/.bin/oxlint");
  const { stdout } = spawnSync(oxlint, ["--format", "json", "."], { cwd: folder, encoding: "utf8" });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { code: string; labels: { span: { line: number } }[] }[] };
  const found = diagnostics.map(({ code, labels }) => `${labels[0]!.span.line} ${code}`);
  expect(found.sort()).toEqual([
    "10 asyncio-ts(prefer-hoisted-body)",
    "5 asyncio-ts(no-seconds)",
    "6 asyncio-ts(no-swallowed-cancel)",
    "9 asyncio-ts(no-lost-update)",
  ]);
});
