export type { CoroutineFixtures, FixtureFunction } from "./vitest-fixtures.ts";
export { afterEach, beforeEach, type CoroutineHook } from "./vitest-hooks.ts";
export { type CoroutineTest, it, test, type TestBody, type TestOptions } from "./vitest-test.ts";
