import { existsSync, globSync, readFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import type { DefaultTheme } from "vitepress";

type Item = DefaultTheme.SidebarItem;

const docs = join(import.meta.dirname, "..");

/** What stands at the left: the guide in the order of reading, everything else as it is found. */
export const sidebar: DefaultTheme.SidebarMulti = {
  "/reference/": [
    { text: "Reference", link: "/reference/", items: globSync("reference/*/README.md", { cwd: docs }).toSorted().map(ofPackage) },
  ],
  "/": [
    {
      text: "Guide",
      items: [
        "guide/start.md",
        "guide/porting.md",
        "guide/cancellation.md",
        "guide/structured-concurrency.md",
        "guide/testing.md",
        "guide/promises.md",
        "guide/rxjs.md",
        "guide/debugging.md",
        "guide/why-generators.md",
      ].map(page),
    },
    {
      text: "Beside others",
      items: ["comparison.md", "benchmarks.md", "runtimes.md"].filter((file) => existsSync(join(docs, file))).map(page),
    },
    { text: "Conformance", collapsed: true, items: folder("conformance") },
    { text: "Decisions", collapsed: true, items: folder("decisions") },
    { text: "API reports", collapsed: true, items: folder("api") },
  ].filter(({ items }) => items.length > 0),
};

/** A package, and under it what of it runs. */
function ofPackage(readme: string): Item {
  const symbols = globSync(`${dirname(readme)}/*/*.md`, { cwd: docs });
  return { ...page(readme), collapsed: true, items: symbols.toSorted((a, b) => basename(a).localeCompare(basename(b))).map(page) };
}

function folder(name: string): Item[] {
  return globSync(`${name}/*.md`, { cwd: docs }).toSorted().map(page);
}

/** A page under its own title. */
function page(file: string): Item {
  const [, title] = /^#+ (.+)$/m.exec(readFileSync(join(docs, file), "utf8")) ?? [];
  return { text: (title ?? file).replaceAll("\\", ""), link: `/${file.replace(/(README)?\.md$/, "")}` };
}
