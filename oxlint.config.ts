import { defineConfig, type OxlintOverride } from "oxlint";

// The core packages as others import them.
const loop = "@asyncio-ts/loop{,/lowlevel}";
const tasks = "@asyncio-ts/tasks{,/lowlevel}";
const sync = "@asyncio-ts/sync{,/lowlevel}";
const core = [loop, tasks, sync];
const streams = "@asyncio-ts/streams{,/lowlevel}";

/** The files with the rule on the words of comments. */
const plainlyWritten = ["packages/*{,/*}/{src,test}/**", "apps/**", "docs/**", "scripts/**"];

export default defineConfig({
  plugins: ["typescript", "unicorn", "import", "oxc", "vitest"],
  jsPlugins: ["./scripts/checks/house-style.ts"],
  categories: { correctness: "error", suspicious: "error" },
  ignorePatterns: ["**/dist/**", "**/.samples/**"],
  rules: {
    // Coroutines are generators, awaitables have a `then`, and @internal members begin with `_`.
    "require-yield": "off",
    "unicorn/no-thenable": "off",
    "no-underscore-dangle": "off",
    // A driver uses message ports as they are.
    "unicorn/prefer-add-event-listener": "off",
    "unicorn/require-post-message-target-origin": "off",
    // The kernel casts where it knows more than the types, and hands methods around.
    "typescript/no-unsafe-type-assertion": "off",
    "typescript/unbound-method": "off",
    "typescript/no-base-to-string": "off",
    "typescript/no-unnecessary-type-assertion": "off",
    "typescript/no-unnecessary-type-conversion": "off",
    "typescript/restrict-template-expressions": "off",
    "import/no-cycle": ["error", { ignoreTypes: true }],
    "import/no-unassigned-import": ["error", { allow: ["**/*.css", "**/install.ts"] }],
    // `importsOnly` tells Node's modules by their prefix.
    "unicorn/prefer-node-protocol": "error",
    // Matters of taste, and `toSorted` and `toReversed`, which es2022 does not have.
    "no-shadow": "off",
    "typescript/no-unnecessary-type-arguments": "off",
    "unicorn/consistent-function-scoping": "off",
    "unicorn/no-array-reverse": "off",
    "unicorn/no-array-sort": "off",
    "vitest/expect-expect": "off",
    "vitest/require-mock-type-parameters": "off",
    // The rule finds only vitest's own tests by itself.
    "vitest/no-standalone-expect": [
      "error",
      { additionalTestBlockFunctions: ["test", "test.each", "test.for", "test.skipIf", "test.skipIf.each"] },
    ],
    // The second argument is a message for the failure.
    "vitest/valid-expect": ["error", { maxArgs: 2 }],
    "house-style/file-name": "error",
    "house-style/skip-reason": "error",
  },
  overrides: [
    { files: plainlyWritten, rules: { "house-style/comment-words": "error" } },
    // The demo's programs have the names that the tutorials have, needed or not.
    { files: ["apps/demo/src/programs/**"], rules: { "no-unused-vars": "off" } },
    // Native tasks let each other run by awaiting nothing.
    { files: ["apps/benchmarks/src/**"], rules: { "typescript/await-thenable": "off" } },
    // Async functions as users write them.
    {
      files: ["packages/tools/cli/test/codemod/pairs/**"],
      rules: { "typescript/await-thenable": "off", "unicorn/no-unnecessary-await": "off", "no-useless-catch": "off" },
    },
    // Sources see a cycle through `import type` too. `import("…").Name` would hide from the rules on imports.
    {
      files: ["packages/**/src/**"],
      rules: { "import/no-cycle": ["error", { ignoreTypes: false }], "typescript/consistent-type-imports": "error" },
    },
    // Future, Task and EventLoop mention each other's types, and so do the modules behind `#process`.
    { files: ["packages/core/tasks/src/**"], rules: { "import/no-cycle": ["error", { ignoreTypes: true }] } },
    // Transports, protocols, readers and writers do so too.
    { files: ["packages/core/streams/src/**"], rules: { "import/no-cycle": ["error", { ignoreTypes: true }] } },

    // Types of nodes are compared as strings, because their enumeration would load ESLint.
    { files: ["packages/tools/eslint-plugin/src/**"], rules: { "typescript/no-unsafe-enum-comparison": "off" } },
    // The ports have the names of CPython's documentation.
    { files: ["packages/tools/eslint-plugin/test/cpython/**"], rules: { "no-unused-vars": "off" } },

    // The floors and rooms. Of several overrides for a file, the last one counts.
    { files: ["apps/**", "docs/**"], rules: importsNot(["**/packages/**"], [], "apps and docs import packages by name") },
    { files: ["packages/**/test/**"], rules: importsNot(["**/src/**", "**/dist/**"], [], "tests import packages by name") },
    { files: ["packages/**/src/**"], rules: importsOnly([], "this package has no floor yet: give it one in oxlint.config.ts") },
    ...rooms("packages/core/loop/src", [["support", "host"], ["execution"], ["reporting"], ["scheduling"]], []),
    ...rooms("packages/core/tasks/src", [["coroutines"], ["kernel"], ["combinators", "diagnostics"], ["running"]], [loop, "#process"]),
    ...rooms("packages/core/sync/src", [], [loop, tasks]),
    ...rooms("packages/core/streams/src", [], [loop, tasks]),
    { files: ["packages/asyncio/src/**"], rules: importsOnly(core, "asyncio-ts re-exports core and adds nothing") },
    ...floor(["packages/interop/*/src/**"], core, { node: false }),
    // The one entry of interop for Node alone.
    ...floor(["packages/interop/promise/src/async-local-storage.ts"], [...core, "node:async_hooks"], { node: false }),
    ...floor(["packages/adapters/*/src/**"], [...core, streams]),
    // Pages record their loops too.
    ...floor(["packages/adapters/trace/src/**"], core, { node: false }),
    ...floor(["packages/adapters/browser/src/**"], [...core, "@asyncio-ts/promise{,/lowlevel}"], { node: false }),
    // Simulations run in pages too, and reuse the choices of explorations.
    ...rooms(
      "packages/adapters/sim/src",
      [["world", "checks"], ["network"], ["nodes"], ["globals"], ["running"]],
      [loop, tasks, streams, "@asyncio-ts/testing{,/lowlevel}"],
    ),
    // Its executor is one of node's.
    ...floor(["packages/adapters/bullmq/src/**"], [...core, "@asyncio-ts/promise", "@asyncio-ts/node{,/lowlevel}"]),
    ...rooms(
      "packages/adapters/node/src",
      [["network"], ["pipes", "signals", "threads"], ["processes", "blocking"]],
      [...core, streams, "@asyncio-ts/promise/lowlevel", "node:*", "piscina"],
    ),
    ...floor(["packages/tools/*/src/**"], []),
    ...rooms(
      "packages/tools/eslint-plugin/src",
      [["eslint"], ["coroutines"], ["cancellation", "floating"], ["rules"]],
      ["@typescript-eslint/utils", "typescript"],
    ),
    // The REPL runs coroutines.
    ...floor(["packages/tools/cli/src/**"], ["asyncio-ts", "@asyncio-ts/trace"]),
  ],
});

/** Lets files import foreign packages and, of ours and of Node's modules, only the given ones. */
function floor(files: string[], allowed: string[], { node = true } = {}): OxlintOverride[] {
  const forbidden = ["asyncio-ts", "@asyncio-ts/**", "**/src/**", ...(node ? [] : ["node:*", "node:*/**"])];
  const message = `of ours${node ? "" : " and of Node's modules"}, this floor imports only ${allowed.join(", ") || "nothing"}`;
  return [{ files, rules: importsNot(forbidden, allowed, message) }];
}

/** Lets each room of a package import only itself, the rooms before it, and the given packages. */
function rooms(folder: string, order: string[][], packages: string[]): OxlintOverride[] {
  const run = `imports in ${folder} run one way: ${order.map((equals) => equals.join(", ")).join(" ← ")}`;
  return [
    {
      files: [`${folder}/*.ts`],
      rules: importsOnly(["./*", "./*/*", ...packages], `${folder} imports only ${["its rooms", ...packages].join(", ")}`),
    },
    ...order.map((equals, index) => {
      const before = order.slice(0, index).flat();
      const allowed = ["./*", ...before.map((room) => `../${room}/*`), ...packages];
      return { files: equals.map((room) => `${folder}/${room}/**`), rules: importsOnly(allowed, run) };
    }),
  ];
}

function importsOnly(allowed: string[], message: string): OxlintOverride["rules"] {
  return importsNot(["**"], allowed, message);
}

/** Forbids imports by patterns in the syntax of .gitignore, type imports included. */
function importsNot(forbidden: string[], allowed: string[], message: string): OxlintOverride["rules"] {
  return { "no-restricted-imports": ["error", { patterns: [{ group: [...forbidden, ...allowed.map((path) => `!${path}`)], message }] }] };
}
