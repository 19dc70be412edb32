import type { SkippedTest } from "./skipped-tests.ts";
import { claims, type Column, table } from "./table.ts";

/** Returns the text of `docs/runtimes.md`. */
export function page(columns: readonly Column[], skipped: readonly SkippedTest[]): string {
  const reasons = Map.groupBy(skipped, ({ because }) => because);
  return `# Supported runtimes

These suites run on these runtimes before a release: \`npm run check:release\` runs them, or \`pnpm runtimes\` alone. ✓ means that every test passed that is for that runtime. Counts and versions are those of the day on which \`pnpm runtimes --write\` wrote this page.

${table(columns)}

## Skipped tests

A test that needs something of its host runs only where the host has it. On Bun, \`getStack\`, the call graph and DeadlockError name tasks and awaited futures, but no lines of code: JavaScriptCore's \`yield*\` makes a new result object, and the lines are read off the object that was passed.

${[...reasons].map(([because, tests]) => `- ${because}\n${lines(tests).join("\n")}`).join("\n")}
`;
}

/** Returns the claims about passing suites that only one of the two pages makes. */
export function disagreements(committed: string, found: string): string[] {
  const [says, is] = [claims(committed), claims(found)];
  return [
    ...says.filter((claim) => !is.includes(claim)).map((claim) => `docs/runtimes.md says: ${claim}`),
    ...is.filter((claim) => !says.includes(claim)).map((claim) => `docs/runtimes.md does not say: ${claim}`),
  ];
}

/** Returns a line for each file and the runtimes that it, or some of its tests, do not run on. */
function lines(skipped: readonly SkippedTest[]): string[] {
  const files = Map.groupBy(skipped, ({ on, file }) => `  - on ${on.join(", ")}: \`${file}\``);
  return [...files].map(([place, tests]) => {
    const titles = tests.filter((test) => test.titles.length > 0).map((test) => `“${test.titles.join(" › ")}”`);
    return titles.length > 0 ? `${place} (${titles.join(", ")})` : place;
  });
}
