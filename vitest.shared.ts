import { dirname, resolve } from "node:path";
import { defineConfig, type ViteUserConfig } from "vitest/config";
import { pageSource } from "./scripts/build/editions.mjs";
import { sourceAliases } from "./scripts/build/source-aliases.ts";

/** What a mode changes. The mode of `test:watch` is `sources`: the tests run on the sources, without a build. */
const fromSources: ViteUserConfig = {
  resolve: { alias: sourceAliases(import.meta.dirname) },
  define: { __VERSION__: '"0.0.0"' },
};

/** The tests of what pages in production do not have: diagnostics, fake timers, and parts of Node. */
const notInPages: ViteUserConfig["test"] = {
  exclude: ["**/test/{call-graph,call-stack,debug,fake-timers,host-driver,inspect,async-local-storage}.test.ts"],
  testNamePattern:
    /^(?!.*(debug mode|stack of a waiting task|its stack|[a-z]Stack\b|DeadlockError lists|a slow step|registry of loops|see(s)? (no|the) store|starve|the build imports))/,
};

let isPage = false;

/** The settings of all suites. `npm test` adds up their JSON reports. */
const config: ViteUserConfig = defineConfig({
  plugins: [
    {
      name: "modes",
      enforce: "pre",
      config(_, { mode }) {
        isPage = mode === "page";
        if (isPage) return { ...fromSources, test: notInPages };
        return mode === "sources" ? fromSources : {};
      },
      // The mode `page` takes the sources of the edition for pages in production, with texts, so that tests can compare messages.
      resolveId(id, importer) {
        const isText = /\/(repr|wrong-argument)\.ts$/.test(id);
        return isPage && importer?.includes("/src/") && id.startsWith(".") && !isText ? pageSource(resolve(dirname(importer), id)) : null;
      },
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "test/tsconfig.json" },
    reporters: ["default", "json"],
    outputFile: { json: ".reports/vitest.json" },
    passWithNoTests: true,
    // Long enough for a busy machine: the limit is for tests that hang.
    testTimeout: 30_000,
  },
});

export default config;
