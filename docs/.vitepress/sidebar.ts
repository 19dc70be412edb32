import { globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DefaultTheme } from "vitepress";

type Item = DefaultTheme.SidebarItem;

const docs = join(import.meta.dirname, "..");

/** The guide in the order of reading; a page that is not named here comes last. */
const guide = [
  "guide/start.md",
  "guide/porting.md",
  "guide/cancellation.md",
  "guide/structured-concurrency.md",
  "guide/testing.md",
  "guide/promises.md",
  "guide/rxjs.md",
  "guide/debugging.md",
  "guide/why-generators.md",
];

/** What stands at the left. */
export const sidebar: DefaultTheme.SidebarMulti = {
  "/reference/": [{ text: "Reference", link: "/reference/", items: files("reference/*/README.md").map(ofPackage) }],
  "/": [
    { text: "Guide", items: [...new Set([...guide, ...files("guide/*.md")])].map(page) },
    { text: "Beside others", items: files("!(index).md").map(page) },
    { text: "Conformance", collapsed: true, items: files("conformance/*.md").map(page) },
    { text: "Decisions", collapsed: true, items: files("decisions/*.md").map(page) },
    { text: "API reports", collapsed: true, items: files("api/*.md").map(page) },
  ].filter(({ items }) => items.length > 0),
};

/** A package, and under it what of it runs. */
function ofPackage(readme: string): Item {
  const symbols = files(`${dirname(readme)}/*/*.md`);
  return { ...page(readme), collapsed: true, items: symbols.toSorted((a, b) => basename(a).localeCompare(basename(b))).map(page) };
}

/** A page under its own title. */
function page(file: string): Item {
  const [, title = file] = /^#+ (?:API Report File for )?(.+)$/m.exec(readFileSync(join(docs, file), "utf8")) ?? [];
  return { text: title.replaceAll(/[\\"]/g, ""), link: `/${file.replace(/(README)?\.md$/, "")}` };
}

function files(pattern: string): string[] {
  return globSync(pattern, { cwd: docs }).toSorted();
}
