// Generates the tables of docs/conformance from the tests. A test names the cases of CPython's suite that it mirrors in comments
// directly above it, such as `// CPython: test_locks.LockTests.test_acquire`. The row of the case then names the test.
// `pnpm lint:tables` prints the mistakes; with `--write`, it writes the rows first.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import { declaredTests } from "./declared-tests.ts";

const folder = "docs/conformance";
const reason = /^(meaningless here|later): ./;

/** The tests of each case as cells name them (`FILE: TITLE`), by the case (`test_locks.LockTests.test_acquire`). */
type TestsByCase = Map<string, string[]>;

/** Returns the mistakes in the tables below `root`, as `file: problem`. With `write`, writes the rows of tests instead of reporting them. */
export function errata(root: string, { write = false } = {}): string[] {
  const { tests, misplaced } = testsByCase(root);
  const found = [...misplaced];
  const index = readFileSync(join(root, folder, "README.md"), "utf8");
  const cases = new Set<string>();
  for (const page of globSync(`${folder}/test_*.md`, { cwd: root }).toSorted()) {
    if (!index.includes(`(${basename(page)})`)) found.push(`${page}: is not in the README beside it`);
    const text = readFileSync(join(root, page), "utf8");
    const module = /^# (test_\w+)\.py/.exec(text)?.[1];
    if (module === undefined) found.push(`${page}: its title does not name a module, such as "# test_locks.py"`);
    let rows = 0;
    const written = text.replaceAll(/^\| ([\w.]+) \| (.*) \|$/gm, (row, name: string, cell: string) => {
      rows++;
      const which = `${module}.${name}`;
      if (cases.has(which)) found.push(`${page}: ${name} has several rows`);
      cases.add(which);
      return rowOf(page, name, cell, tests.get(which)) ?? row;
    });
    if (rows === 0) found.push(`${page}: has no rows`);
    if (written === text) continue;
    if (write) writeFileSync(join(root, page), written);
    else found.push(`${page}: rows differ from the tests: \`pnpm lint:tables --write\` writes them`);
  }
  for (const [which, [first]] of tests) if (!cases.has(which)) found.push(`${first}: names ${which}, which has no row in ${folder}`);
  return found;

  /** Returns the row of a case that tests hold, and nothing for any other row. */
  function rowOf(page: string, name: string, cell: string, holding: readonly string[] | undefined): string | undefined {
    const excused = reason.test(cell);
    if (excused && holding) found.push(`${page}: ${name}: has a reason, but also a test: ${holding.join(", ")}`);
    const missing = 'no test names it, and the row gives no reason ("later: …", "meaningless here: …")';
    if (!excused && !holding) found.push(`${page}: ${name}: ${missing}`);
    return excused || !holding ? undefined : `| ${name} | ${holding.join("<br>")} |`;
  }
}

function testsByCase(root: string): { tests: TestsByCase; misplaced: string[] } {
  const tests: TestsByCase = new Map();
  const misplaced: string[] = [];
  const files = globSync(["packages/**/test/**/*.test.ts", "apps/*/test/**/*.test.ts"], {
    cwd: root,
    exclude: (path) => path.endsWith("node_modules"),
  });
  for (const file of files.toSorted()) {
    const named = declaredTests(join(root, file)).flatMap(({ kind, title, comment }) =>
      comment.flatMap((line) =>
        kind === "test" && line.startsWith("CPython: ") ? [{ which: line.slice("CPython: ".length), title }] : [],
      ),
    );
    for (const { which, title } of named) {
      const cell = `${file}: ${title.replaceAll("|", "\\|")}`;
      tests.set(which, [...new Set([...(tests.get(which) ?? []), cell])]);
    }
    const comments = readFileSync(join(root, file), "utf8").match(/^\s*\/\/ ?CPython:/gm)?.length ?? 0;
    if (comments !== named.length)
      misplaced.push(`${file}: has ${comments} "// CPython: …" comments, but ${named.length} directly above tests`);
  }
  return { tests, misplaced };
}

if (import.meta.main) {
  const found = errata(".", { write: process.argv.includes("--write") });
  for (const erratum of found) console.error(erratum);
  process.exitCode = found.length > 0 ? 1 : 0;
}
