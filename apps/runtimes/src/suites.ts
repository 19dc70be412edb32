/** The folders with tests for every runtime, by the names of their packages. */
export const SUITES: Readonly<Record<string, string>> = {
  "asyncio-ts": "packages/asyncio",
  "@asyncio-ts/loop": "packages/core/loop",
  "@asyncio-ts/tasks": "packages/core/tasks",
  "@asyncio-ts/sync": "packages/core/sync",
  "@asyncio-ts/streams": "packages/core/streams",
  "@asyncio-ts/promise": "packages/interop/promise",
  "@asyncio-ts/rxjs": "packages/interop/rxjs",
  "@asyncio-ts/testing": "packages/adapters/testing",
  "@asyncio-ts/sim": "packages/adapters/sim",
};
