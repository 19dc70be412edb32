import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { RuleName } from "@asyncio-ts/eslint-plugin";

/** A block of code of a rule's page. */
export interface PageSample {
  readonly rule: RuleName;
  /** Unique. */
  readonly name: string;
  readonly code: string;
  readonly options: object | null;
  /** The reports that a wrong sample states: `// reported: MESSAGE`. Lines begin with 1. */
  readonly reported: { readonly line: number; readonly messageId: string }[];
  readonly isWrong: boolean;
}

const folder = join(import.meta.dirname, "../docs/rules");

/** The names of the rules that have a page. */
export const pages: string[] = globSync("*.md", { cwd: folder }).map((file) => basename(file, ".md"));

/** Returns the samples of all pages. */
export function pageSamples(): PageSample[] {
  return pages.flatMap((rule) => samplesOf(rule as RuleName, readFileSync(join(folder, `${rule}.md`), "utf8")));
}

function samplesOf(rule: RuleName, page: string): PageSample[] {
  const samples: PageSample[] = [];
  for (const [, heading = "", section = ""] of page.matchAll(/^###? (.+)\n([\s\S]*?)(?=^##|(?![\s\S]))/gm)) {
    const [, option] = /\{ (\w+): true \}/.exec(heading) ?? [];
    for (const [, code = ""] of section.matchAll(/```typescript\n([\s\S]*?)```/g)) {
      const reported = code.split("\n").flatMap((text, index) => {
        const [, messageId] = /\/\/ reported: (\w+)$/.exec(text) ?? [];
        return messageId === undefined ? [] : [{ line: index + 1, messageId }];
      });
      const options = option ? { [option]: true } : null;
      const isWrong = heading.startsWith("Wrong");
      samples.push({ rule, name: `${rule}-${samples.length}.ts`, code, options, reported, isWrong });
    }
  }
  return samples;
}
