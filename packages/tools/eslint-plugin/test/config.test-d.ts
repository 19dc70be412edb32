import asyncio from "@asyncio-ts/eslint-plugin";
import { defineConfig } from "eslint/config";
import { defineConfig as defineConfig9 } from "eslint-9/config";
import { expectTypeOf, test } from "vitest";

test("the configurations fit into those of ESLint 9 and 10", () => {
  defineConfig({ extends: [asyncio.configs.recommended, asyncio.configs.strict] }, asyncio.configs.recommended);
  defineConfig9({ extends: [asyncio.configs.recommended, asyncio.configs.strict] }, asyncio.configs.recommended);
});

test("rules are known by their names", () => {
  expectTypeOf(asyncio.rules).toHaveProperty("no-seconds");
  expectTypeOf(asyncio.rules).not.toHaveProperty("no-minutes");
});
