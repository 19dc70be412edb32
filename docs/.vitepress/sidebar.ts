import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DefaultTheme } from "vitepress";

type Item = DefaultTheme.SidebarItem;

const docs = join(import.meta.dirname, "..");

/** The pages of the guide in reading order. Pages that are not listed come last. */
const guide = [
  "guide/start.md",
  "guide/porting.md",
  "guide/cancellation.md",
  "guide/structured-concurrency.md",
  "guide/loops.md",
  "guide/testing.md",
  "guide/finding-races.md",
  "guide/fake-timers.md",
  "guide/testing-node.md",
  "guide/testing-jest.md",
  "guide/testing-bun.md",
  "guide/promises.md",
  "guide/rxjs.md",
  "guide/debugging.md",
  "guide/why-generators.md",
];

/** The pages for contributors, in reading order. */
const internals = ["internals/architecture.md", "internals/semantics.md", "internals/kernel.md", "internals/glossary.md"];

/** The sidebar: packages and their symbols beside the reference, all other pages beside the rest. */
export const sidebar: DefaultTheme.SidebarMulti = {
  "/reference/": [{ text: "Reference", link: "/reference/", items: files("reference/*/README.md").map(ofPackage) }],
  "/": [
    { text: "Guide", items: ordered(guide, "guide/*.md") },
    { text: "Comparison", items: files("!(index).md").map(page) },
    { text: "Internals", collapsed: true, items: ordered(internals, "internals/*.md") },
    { text: "Conformance", collapsed: true, items: files("conformance/*.md").map(page) },
    { text: "Decisions", collapsed: true, items: files("decisions/*.md").map(page) },
    { text: "API reports", collapsed: true, items: files("api/*.md").map(page) },
  ].filter(({ items }) => items.length > 0),
};

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
