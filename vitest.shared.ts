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

/** The tests of what only plain coroutines do: their texts, their depth, a generator driven by hand, and a coroutine that is refused. */
const notMarked: ViteUserConfig["test"] = {
  testNamePattern:
    /^(?!.*(an endless recursion|a plain coroutine (is not|recurses)|resuming plain|long chain of tasks are short|two tasks await each other|only names the awaited task|swallowed its cancellation|thrown into it where it waits|its finally block on return|ends the coroutine of the source|in place of a collection|would always be truthy|returns no promise))/,
};

interface Marked {
  code: string;
  map: { mappings: string; names: string[]; sources: string[]; version: number };
}

type Transform = (this: unknown, code: string, id: string) => Marked | null;

/** Returns the plugin that marks coroutine functions, in its edition for Vite. It marks tests; the packages are as users have them. */
async function marking(): Promise<{ transform: Transform }> {
  const { default: asyncio } = await import(resolve(import.meta.dirname, "packages/tools/unplugin/dist/vite.js"));
  // By its path, because a package below `tasks` does not find it by name.
  return asyncio({ include: "**/test/**", from: resolve(import.meta.dirname, "packages/core/tasks/dist/index.js") });
}

let isPage = false;
let marks: { transform: Transform } | null = null;

/** The settings of all suites. `npm test` adds up their JSON reports. */
const config: ViteUserConfig = defineConfig({
  plugins: [
    {
      name: "modes",
      enforce: "pre",
      async config(_, { mode }) {
        isPage = mode === "page";
        if (isPage) return { ...fromSources, test: notInPages };
        if (mode === "marked") {
          marks = await marking();
          return { test: notMarked };
        }
        return mode === "sources" ? fromSources : {};
      },
      // The mode `page` takes the sources of the edition for pages in production, with texts, so that tests can compare messages.
      resolveId(id, importer) {
        const isText = /\/(repr|wrong-argument)\.ts$/.test(id);
        return isPage && importer?.includes("/src/") && id.startsWith(".") && !isText ? pageSource(resolve(dirname(importer), id)) : null;
      },
      transform(code, id) {
        return marks === null ? null : marks.transform.call(this, code, id);
      },
    },
  ],
  test: {
    include: ["test/**/*.test.ts"],
    typecheck: { enabled: true, include: ["test/**/*.test-d.ts"], tsconfig: "test/tsconfig.json" },
    reporters: ["default", "json"],
    outputFile: { json: ".reports/vitest.json" },
    passWithNoTests: true,
    // Long enough for a busy machine: the limits are for tests that hang.
    testTimeout: 120_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 30_000 } },
  },
});

export default config;
