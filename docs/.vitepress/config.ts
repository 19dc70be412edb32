import { defineConfig } from "vitepress";
import { sidebar } from "./sidebar.ts";

const repository = "https://github.com/asyncio-ts/asyncio-ts";

export default defineConfig({
  title: "asyncio-ts",
  description: "asyncio for TypeScript: coroutines, tasks, cancellation, and an event loop under your control",
  lang: "en",
  head: [["link", { rel: "icon", type: "image/svg+xml", href: "/logo.svg" }]],
  outDir: "dist",
  cleanUrls: true,
  // A folder's page is README.md for readers of the repository, and an index page on the site.
  rewrites: { ":folder/README.md": ":folder/index.md", "reference/:name/README.md": "reference/:name/index.md" },
  markdown: { theme: { light: "github-light", dark: "github-dark" } },
  transformPageData({ relativePath, frontmatter }) {
    const [folder] = relativePath.split("/");
    frontmatter["pageClass"] = folder;
    // The wide tables need the space of the outline.
    if (folder === "conformance") frontmatter["aside"] = false;
  },
  themeConfig: {
    logo: "/logo.svg",
    nav: [
      { text: "Guide", link: "/guide/start", activeMatch: "^/guide/" },
      { text: "Comparison", link: "/comparison" },
      { text: "Reference", link: "/reference/", activeMatch: "^/reference/" },
    ],
    sidebar,
    outline: [2, 3],
    search: {
      provider: "local",
      options: {
        // Conformance tables and API reports repeat the names of all pages, so they would hide the guide and the reference.
        _render: (text, env, md) => (/^(conformance\/test_|api\/)/.test(env.relativePath) ? "" : md.render(text, env)),
        miniSearch: { searchOptions: { boostDocument: (id: string) => (id.includes("/guide/") ? 1.3 : 1) } },
      },
    },
    socialLinks: [{ icon: "github", link: repository }],
    footer: { message: "MIT licence" },
  },
});
