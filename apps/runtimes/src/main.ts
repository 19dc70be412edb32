// `pnpm runtimes`: runs the suites on one runtime after the other, and compares the results with docs/runtimes.md.
// With `--write` it writes that page; with names, such as `pnpm runtimes "Node 20" Bun`, it runs these runtimes only.
import { readFileSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { disagreements, page } from "./page.ts";
import { reportOf, withLeftOut } from "./report.ts";
import { run } from "./run.ts";
import { REFERENCE, runtimes, versionOf } from "./runtimes.ts";
import { excludedFiles, skippedTests } from "./skipped-tests.ts";
import { sumOf, table } from "./table.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const docs = `${root}/docs/runtimes.md`;
const write = process.argv.includes("--write");
const names = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));

const all = await runtimes();
const unknown = names.filter((name) => all.every((runtime) => runtime.name !== name));
if (unknown.length > 0) throw new Error(`one of ${all.map(({ name }) => name).join(", ")} was expected, got ${unknown.join(", ")}`);
if (write && names.length > 0) throw new Error("--write needs the results of all runtimes, so it takes no names");

const skipped = skippedTests(root);
const wrong: string[] = [];
const found = [];
for (const runtime of all.filter(({ name }) => names.length === 0 || names.includes(name))) {
  const version = versionOf(runtime);
  console.log(`» ${runtime.name} (${version})`);
  const { vitest, succeeded } = await run(runtime, excludedFiles(skipped, runtime.name));
  const report = reportOf(vitest);
  if (!succeeded && report.every(({ failed }) => failed === 0)) wrong.push(`${runtime.name}: vitest failed, but no test did`);
  found.push({ name: runtime.name, version, report });
}

const reference = found.find(({ name }) => name === REFERENCE)?.report;
const columns = found.map((column) => (reference ? { ...column, report: withLeftOut(column.report, reference) } : column));
console.log(`\n${table(columns)}\n`);

if (names.length === 0) {
  const written = page(columns, skipped);
  if (write) writeFileSync(docs, written);
  wrong.push(...disagreements(readFileSync(docs, "utf8"), written));
}
for (const problem of wrong) console.log(`✗ ${problem}`);

const { passed, failed, skipped: notRun } = sumOf(columns);
console.log(`${passed} passed, ${failed + wrong.length} failed, ${notRun} skipped`);
process.exitCode = failed + wrong.length > 0 ? 1 : 0;
