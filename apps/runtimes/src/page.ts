import { SKIPS, type Skip } from "./skips.ts";
import { claims, type Column, table } from "./table.ts";

/** `docs/runtimes.md`. */
export function page(columns: readonly Column[]): string {
  const reasons = Map.groupBy(SKIPS, ({ because }) => because);
  return `# What passes where

Before a release, these suites run on these runtimes: \`npm run check:release\` does it, or \`pnpm runtimes\` for this alone. ✓ says that every test passed which is for that runtime. Counts and versions are those of the day on which \`pnpm runtimes --write\` wrote this page.

${table(columns)}

## What is skipped

What only some hosts have is tested on those. \`apps/runtimes/src/skips.ts\` names these tests, and nothing else does.

${[...reasons].map(([because, skips]) => `- ${because}\n${skips.map(line).join("\n")}`).join("\n")}
`;
}

/** What a page says of what passes where, and another does not. */
export function disagreements(committed: string, found: string): string[] {
  const [says, is] = [claims(committed), claims(found)];
  return [
    ...says.filter((claim) => !is.includes(claim)).map((claim) => `docs/runtimes.md says: ${claim}`),
    ...is.filter((claim) => !says.includes(claim)).map((claim) => `docs/runtimes.md does not say: ${claim}`),
  ];
}

function line({ on, file, tests }: Skip): string {
  return `  - on ${on.join(", ")}: \`${file}\`${tests ? ` (${tests.map((title) => `“${title.trim()} …”`).join(", ")})` : ""}`;
}
