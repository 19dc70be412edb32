// `pnpm runtimes`: the suites on every runtime, one runtime after the other, and whether docs/runtimes.md says what passed.
// With `--write` it writes that page.
import { readFileSync, writeFileSync } from "node:fs";
import { disagreements, page } from "./page.ts";
import { reportOf, withLeftOut } from "./report.ts";
import { run } from "./run.ts";
import { REFERENCE, runtimes, versionOf } from "./runtimes.ts";
import { idle, SKIPS } from "./skips.ts";
import { sumOf, table } from "./table.ts";

const docs = new URL("../../../docs/runtimes.md", import.meta.url);
const wrong: string[] = [];
const found = [];
for (const runtime of await runtimes()) {
  const version = versionOf(runtime);
  console.log(`» ${runtime.name} (${version})`);
  const { vitest, succeeded } = await run(runtime);
  const report = reportOf(vitest);
  if (!succeeded && report.every(({ failed }) => failed === 0)) wrong.push(`${runtime.name}: vitest failed beside its tests`);
  if (runtime.name === REFERENCE) wrong.push(...idle(SKIPS, vitest));
  found.push({ name: runtime.name, version, report });
}

const reference = found.find(({ name }) => name === REFERENCE)!.report;
const columns = found.map((column) => ({ ...column, report: withLeftOut(column.report, reference) }));
console.log(`\n${table(columns)}\n`);

const written = page(columns);
if (process.argv.includes("--write")) writeFileSync(docs, written);
wrong.push(...disagreements(readFileSync(docs, "utf8"), written));
for (const one of wrong) console.log(`✗ ${one}`);

const { passed, failed, skipped } = sumOf(columns);
console.log(`${passed} passed, ${failed + wrong.length} failed, ${skipped} skipped`);
process.exitCode = failed + wrong.length > 0 ? 1 : 0;
