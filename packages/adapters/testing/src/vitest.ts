export type { CoroutineFixtures, FixtureFunction } from "./vitest-fixtures.ts";
export type { ExploreOptions } from "./index.ts";
export { afterEach, beforeEach, type CoroutineHook } from "./vitest-hooks.ts";
export { type CoroutineTest, type DeclareTest, it, test, type TestBody, type TestOptions } from "./vitest-test.ts";
