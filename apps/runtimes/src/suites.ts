/** The folders whose tests run on every runtime, by their packages' names. */
export const SUITES: Readonly<Record<string, string>> = {
  "asyncio-ts": "packages/asyncio",
  "@asyncio-ts/loop": "packages/core/loop",
  "@asyncio-ts/tasks": "packages/core/tasks",
  "@asyncio-ts/sync": "packages/core/sync",
  "@asyncio-ts/promise": "packages/interop/promise",
  "@asyncio-ts/rxjs": "packages/interop/rxjs",
  "@asyncio-ts/testing": "packages/adapters/testing",
};
