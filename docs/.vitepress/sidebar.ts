import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DefaultTheme } from "vitepress";
import { topics } from "../topics.ts";

type Item = DefaultTheme.SidebarItem;

const docs = join(import.meta.dirname, "..");

/** The pages of the guide by subject, in reading order. `npm test` fails if a page is missing. */
export const guide: Record<string, readonly string[]> = {
  Guide: [
    "start",
    "entry-points",
    "recipes",
    "cancellation",
    "structured-concurrency",
    "loops",
    "node",
    "threads",
    "jobs",
    "exit",
    "debugging",
    "tracing",
    "tools",
    "page-messages",
  ],
  "From elsewhere": ["porting", "promises", "rxjs", "why-generators"],
  Tests: ["testing", "finding-races", "simulation", "fake-timers", "testing-node", "testing-jest", "testing-bun"],
};

/** The pages that help a reader to decide. */
export const decide: readonly string[] = ["comparison.md", "benchmarks.md", "runtimes.md"];

/** The pages for contributors, in reading order. */
const internals = ["internals/architecture.md", "internals/semantics.md", "internals/kernel.md", "internals/glossary.md"];

const contributors: Item[] = [
  { text: "Internals", items: ordered(internals, "internals/*.md") },
  { text: "Decisions", collapsed: true, items: files("decisions/*.md").map(page) },
  { text: "Conformance", collapsed: true, items: files("conformance/*.md").map(page) },
  { text: "API reports", collapsed: true, items: files("api/*.md").map(page) },
];

/** The sidebars: by topic beside the reference, contributors' pages beside their own, and users' pages beside the rest. */
export const sidebar: DefaultTheme.SidebarMulti = {
  "/reference/": [
    { text: "asyncio-ts", link: "/reference/", items: Object.entries(topics).map(ofTopic) },
    { text: "Other packages", items: files("reference/!(asyncio-ts)/README.md").map(ofPackage) },
  ],
  "/internals/": contributors,
  "/decisions/": contributors,
  "/conformance/": contributors,
  "/api/": contributors,
  "/": [
    ...Object.entries(guide).map(([text, pages]) => ({ text, items: pages.map((name) => page(`guide/${name}.md`)) })),
    { text: "Is it for me?", items: decide.map(page) },
  ],
};

/** A topic of asyncio-ts, with its names below it. */
function ofTopic([topic, names]: [string, readonly string[]]): Item {
  const items = names.map((name) => {
    const [file] = files(`reference/asyncio-ts/*/${name}.md`);
    return { text: name, link: file === undefined ? `/reference/asyncio-ts/#${name.toLowerCase()}` : `/${file.replace(/\.md$/, "")}` };
  });
  return { text: topic, collapsed: true, items };
}

/** A package, with its symbols below it. */
function ofPackage(readme: string): Item {
  const symbols = files(`${dirname(readme)}/*/*.md`);
  return { ...page(readme), collapsed: true, items: symbols.toSorted((a, b) => basename(a).localeCompare(basename(b))).map(page) };
}

/** The listed pages, then the others that match the pattern. */
function ordered(listed: readonly string[], pattern: string): Item[] {
  return [...new Set([...listed, ...files(pattern)])].map(page);
}

/** A link to a page, with the page's first heading as its text. */
function page(file: string): Item {
  const [, title = file] = /^#+ (?:API Report File for )?(.+)$/m.exec(readFileSync(join(docs, file), "utf8")) ?? [];
  return { text: title.replaceAll(/[\\"]/g, ""), link: `/${file.replace(/(README)?\.md$/, "")}` };
}

function files(pattern: string): string[] {
  return globSync(pattern, { cwd: docs }).toSorted();
}
