import { defineConfig } from "vitepress";
import { addLab, linkSamples } from "./lab.ts";
import { writeLlmsTxt } from "./llms.ts";
import { search } from "./search.ts";
import { sidebar } from "./sidebar.ts";

const description = "Python's asyncio, for TypeScript: tasks that can be cancelled, clean-up that always runs, and tests that do not wait.";
const repository = "https://github.com/asyncio-ts/asyncio-ts";

export default defineConfig({
  title: "asyncio-ts",
  description,
  lang: "en",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/logo.svg" }]],
  outDir: "dist",
  cleanUrls: true,
  // A folder's page is README.md for readers of the repository, and an index page on the site.
  rewrites: {
    ":folder/README.md": ":folder/index.md",
    "reference/:name/README.md": "reference/:name/index.md",
    "reference/:name/:entry/README.md": "reference/:name/:entry/index.md",
  },
  buildEnd({ outDir }) {
    writeLlmsTxt(outDir, description);
    addLab(outDir);
  },
  markdown: { theme: { light: "github-light", dark: "github-dark" }, config: linkSamples },
  transformPageData({ relativePath, frontmatter }) {
    const folder = relativePath.replace(/(?:\/.*|\.md)$/, "");
    frontmatter["pageClass"] = folder;
    // The wide tables need the space of the outline.
    if (["benchmarks", "comparison", "conformance", "runtimes"].includes(folder)) frontmatter["aside"] = false;
  },
  themeConfig: {
    logo: "/logo.svg",
    nav: [
      { text: "Guide", link: "/guide/start", activeMatch: "^/guide/" },
      { text: "Recipes", link: "/guide/recipes" },
      { text: "Lab", link: "/lab/", target: "_self", noIcon: true },
      { text: "Comparison", link: "/comparison" },
      { text: "Reference", link: "/reference/", activeMatch: "^/reference/" },
      { text: "Contributing", link: "/internals/architecture", activeMatch: "^/(internals|decisions|conformance|api)/" },
    ],
    sidebar,
    outline: [2, 3],
    search,
    socialLinks: [{ icon: "github", link: repository }],
    notFound: {
      title: "There is no such page",
      quote: "It may have moved. The search (Ctrl+K) knows all names, also those of Python's asyncio.",
      linkLabel: "Go to the first page",
      linkText: "To the first page",
    },
  },
});
