import { copyFileSync, globSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { decide, guide } from "./sidebar.ts";

const docs = join(import.meta.dirname, "..");

/**
 * Writes `llms.txt` (llmstxt.org) into the built site: a list of the pages for users, as Markdown, which is copied beside the pages.
 *
 * @param out the folder of the built site
 * @param description of the project, one sentence
 */
export function writeLlmsTxt(out: string, description: string): void {
  const sections = Object.entries(guide).map(([title, names]) =>
    section(
      out,
      title,
      names.map((name) => `guide/${name}.md`),
    ),
  );
  sections.push(section(out, "Is it for me?", decide));
  sections.push(section(out, "Reference", globSync("reference/**/*.md", { cwd: docs }).toSorted()));
  const rules = "Coroutines are `function*`. `yield* x` awaits, as `await x` does in Python. Times are milliseconds. Names are camelCase.";
  writeFileSync(join(out, "llms.txt"), `# asyncio-ts\n\n> ${description}\n\n${rules}\n\n${sections.join("\n")}`);
}

/** Copies pages, and returns their list. */
function section(out: string, title: string, pages: readonly string[]): string {
  const lines = pages.map((page) => {
    const text = readFileSync(join(docs, page), "utf8");
    mkdirSync(dirname(join(out, page)), { recursive: true });
    copyFileSync(join(docs, page), join(out, page));
    const [, heading = page] = /^# (.+)$/m.exec(text) ?? [];
    return `- [${heading.replaceAll("\\", "")}](/${page})`;
  });
  return `## ${title}\n\n${lines.join("\n")}\n`;
}
