// Holds docs/conformance to its word: every test that its tables name exists under that title, and every table is in the
// index. `node scripts/tables.ts` prints what is wrong in this repository.
import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import ts from "typescript";

/** What a row of a table says of a case of CPython's: the tests that hold it, or why there is none. */
interface Row {
  name: string;
  claims: string[];
}

/** Everything wrong in the tables below `root`, as `page: what is wrong`. */
export function errata(root: string): string[] {
  const found: string[] = [];
  const titles = new Map<string, RegExp[]>();
  const index = readFileSync(join(root, "docs/conformance/README.md"), "utf8");
  for (const page of globSync("docs/conformance/test_*.md", { cwd: root }).toSorted()) {
    if (!index.includes(`(${basename(page)})`)) found.push(`${page}: is not in the README beside it`);
    const rows = rowsOf(readFileSync(join(root, page), "utf8"));
    if (rows.length === 0) found.push(`${page}: has no rows`);
    const names = rows.map(({ name }) => name);
    for (const { name, claims } of rows) {
      if (names.indexOf(name) !== names.lastIndexOf(name)) found.push(`${page}: ${name} has several rows`);
      for (const claim of claims) if (!holds(claim)) found.push(`${page}: ${name}: there is no ${claim}`);
    }
  }
  return found;

  function holds(claim: string): boolean {
    const [, file, title] = /^(\S+\.test\.ts): (.+)$/.exec(claim) ?? [];
    if (file === undefined) return /^(meaningless here|later): ./.test(claim);
    if (!titles.has(file)) titles.set(file, existsSync(join(root, file)) ? titlesOf(join(root, file)) : []);
    return titles.get(file)!.some((pattern) => pattern.test(title!));
  }
}

function rowsOf(page: string): Row[] {
  return page
    .split("\n")
    .flatMap((line) => [...line.matchAll(/^\| ([\w.]+) \| (.*) \|$/g)])
    .map(([, name, claims]) => ({ name: name!, claims: claims!.split("<br>") }));
}

/** The titles of a file's tests. Where one has places for values, anything may stand there. */
function titlesOf(path: string): RegExp[] {
  const titles: string[] = [];
  const visit = (node: ts.Node): void => {
    const [title] = ts.isCallExpression(node) && caller(node) === "test" ? node.arguments : [];
    if (title !== undefined && ts.isStringLiteralLike(title)) titles.push(title.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(path, readFileSync(path, "utf8"), ts.ScriptTarget.Latest));
  return titles.map((title) => new RegExp(`^${title.replaceAll(/[\\^$.*+?()[\]{}|]/g, "\\$&").replaceAll(/%[a-z]/g, ".+")}$`));
}

/** The name at the root of a call: `test` for `test(…)` and `test.each(…)(…)`. */
function caller(node: ts.Expression): string {
  if (ts.isCallExpression(node) || ts.isPropertyAccessExpression(node)) return caller(node.expression);
  return ts.isIdentifier(node) ? node.text : "";
}

if (import.meta.main) {
  const found = errata(".");
  for (const erratum of found) console.error(erratum);
  process.exitCode = found.length > 0 ? 1 : 0;
}
