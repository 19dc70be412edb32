/** An open-source program with tests that run offline. */
export interface OpenSourceProgram {
  /** `owner/name` on GitHub. */
  readonly repository: string;
  readonly version: string;
  readonly commit: string;
  /** The folders that are converted. */
  readonly sources: readonly string[];
  readonly ignore?: readonly string[];
  /** Further options of the codemod. */
  readonly options?: readonly string[];
  /** The packages that its tests need. */
  readonly packages: readonly string[];
  /** Files that stand in for settings of tests which need more than Node. */
  readonly files?: Readonly<Record<string, string>>;
  /** The command of its tests, in `node_modules/.bin` or Node itself. */
  readonly test: readonly string[];
}

export const programs: readonly OpenSourceProgram[] = [
  {
    repository: "sindresorhus/p-queue",
    version: "9.3.3",
    commit: "180ab9e25cd10b6f548767d7176076b50d25e188",
    sources: ["source"],
    packages: [
      "eventemitter3@5.0.4",
      "p-timeout@7.0.1",
      "@sindresorhus/tsconfig@8.1.0",
      "@types/node@24.19.2",
      "delay@6.0.0",
      "in-range@3.0.0",
      "p-defer@4.0.1",
      "random-int@3.1.0",
      "time-span@5.1.0",
      "tsx@4.21.0",
    ],
    test: ["node", "--import=tsx/esm", "--test", "test/*.ts"],
  },
  {
    repository: "typicode/lowdb",
    version: "7.0.1",
    commit: "966a3fde68b8c0fc4f4b9208fce56716a2facbf7",
    sources: ["src"],
    ignore: ["**/*.test.ts", "**/examples/**"],
    packages: [
      "steno@4.0.2",
      "@sindresorhus/tsconfig@5.0.0",
      "@types/node@20.10.5",
      "@types/lodash@4.14.202",
      "lodash@4.17.21",
      "tempy@3.1.0",
      "tsx@4.21.0",
    ],
    test: ["node", "--import=tsx/esm", "--test", "src/**/*.test.ts", "src/**/**/*.test.ts"],
  },
  {
    repository: "unjs/citty",
    version: "0.2.2",
    commit: "3e342fe7b3f67575faf51df8361d502be6fe32e8",
    sources: ["src"],
    packages: ["@types/node@24.19.2", "scule@1.3.0", "vitest@4.1.10"],
    test: ["vitest", "run", "--typecheck.enabled=false"],
  },
  {
    repository: "honojs/hono",
    version: "4.13.3",
    commit: "28a9c128912de19f3fb28b00ae289c9b93f6f392",
    sources: ["src"],
    ignore: ["**/*.test.ts", "**/*.test.tsx", "**/*.case.test.*", "src/jsx/**"],
    // The context of its JSX is a global variable that must not outlive a microtask.
    // Its tests pass objects that do not keep their types.
    options: ["--no-trust-types"],
    packages: ["@types/node@24.19.2", "jsdom@22.1.0", "msw@2.6.0", "vitest@4.1.9", "zod@3.23.8", "@hono/node-server@2.0.12", "ws@8.21.0"],
    files: {
      // Its own settings load a plug-in for each runtime. These are those for Node, without a test of colours, which wants a terminal,
      // and a test with a false Deno, which the loop takes for a true one.
      "node.config.ts": `
        export default {
          oxc: { jsx: { runtime: "automatic", importSource: "./src/jsx" } },
          test: { globals: true, include: ["src/**/(*.)+(spec|test).+(ts|tsx|js)"], exclude: ["**/*.case.test.*", "src/utils/color.test.ts", "src/adapter/deno/websocket.test.ts"] },
        };`,
    },
    test: ["vitest", "run", "--config", "node.config.ts"],
  },
  {
    repository: "unjs/ofetch",
    version: "2.0.0-alpha.3",
    commit: "dfbe3ca4ef8a22fc023fca5a5ef530e525f5e523",
    sources: ["src"],
    packages: ["@types/node@24.19.2", "h3@2.0.1-rc.5", "undici@7.16.0", "vitest@4.1.10"],
    // The other test asks a server of the internet.
    test: ["vitest", "run", "--testNamePattern", "^(?!.*default fetch options)"],
  },
  {
    repository: "unjs/unstorage",
    version: "2.0.0-alpha.8",
    commit: "afbb66ec266e0cec613cb087b49f75bf4deaaa41",
    sources: ["src"],
    packages: [
      "@types/node@24.19.2",
      "chokidar@5.0.0",
      "destr@2.0.5",
      "fake-indexeddb@6.2.5",
      "get-port-please@3.2.0",
      "idb-keyval@6.3.0",
      "ioredis-mock@8.13.1",
      "ioredis@6.0.0",
      "jsdom@30.0.1",
      "lru-cache@11.5.2",
      "mlly@1.8.2",
      "ofetch@1.5.1",
      "scule@1.3.0",
      "srvx@0.12.5",
      "vitest@4.1.11",
      "db0@0.3.4",
    ],
    test: [
      "vitest",
      "run",
      "test/storage.test.ts",
      "test/server.test.ts",
      "test/drivers/memory.test.ts",
      "test/drivers/fs.test.ts",
      "test/drivers/fs-lite.test.ts",
      "test/drivers/http.test.ts",
      "test/drivers/lru-cache.test.ts",
      "test/drivers/overlay.test.ts",
      "test/drivers/indexedb.test.ts",
      "test/drivers/localstorage.test.ts",
      "test/drivers/null.test.ts",
      "test/drivers/redis.test.ts",
      "test/tracing.test.ts",
    ],
  },
];
