import { noAwaitInCoroutine } from "./rules/no-await-in-coroutine.ts";
import { noFloatingCoroutine } from "./rules/no-floating-coroutine.ts";
import { noLostUpdate } from "./rules/no-lost-update.ts";
import { noSeconds } from "./rules/no-seconds.ts";
import { noSwallowedCancel } from "./rules/no-swallowed-cancel.ts";
import { noUnmarkedRecursion } from "./rules/no-unmarked-recursion.ts";
import { noYieldWithoutStar } from "./rules/no-yield-without-star.ts";
import { preferHoistedBody } from "./rules/prefer-hoisted-body.ts";
import type { Rule } from "./eslint/rule.ts";

/** The name of a rule, without the prefix `asyncio-ts/`. */
export type RuleName =
  | "no-await-in-coroutine"
  | "no-floating-coroutine"
  | "no-lost-update"
  | "no-seconds"
  | "no-swallowed-cancel"
  | "no-unmarked-recursion"
  | "no-yield-without-star"
  | "prefer-hoisted-body";

/** The severity of a rule, alone or with options. */
export type RuleEntry = "error" | "warn" | ["error" | "warn", Readonly<Record<string, boolean>>];

/** A configuration for an array of ESLint's `eslint.config.js`. */
export interface Config {
  /** Shown by ESLint's config inspector. */
  name: string;
  /** This plugin, as `asyncio-ts`. */
  plugins: Record<string, any>;
  /** The rules that are on. */
  rules: Record<string, RuleEntry>;
}

/** The plugin. */
export interface Plugin {
  /** The name and version, which ESLint's caches contain. */
  readonly meta: { readonly name: string; readonly version: string; readonly namespace: string };
  /** All rules. */
  readonly rules: Readonly<Record<RuleName, Rule>>;
  /** `recommended` reports only mistakes. `strict` also reports what may be meant: short durations, dropped tasks, lost updates. */
  readonly configs: { readonly recommended: Config; readonly strict: Config };
}

declare const __VERSION__: string;

const mistakes: Record<string, RuleEntry> = {
  "asyncio-ts/no-await-in-coroutine": "error",
  "asyncio-ts/no-floating-coroutine": "error",
  "asyncio-ts/no-seconds": "error",
  "asyncio-ts/no-swallowed-cancel": "error",
  "asyncio-ts/no-yield-without-star": "error",
};

/** The rules, and the configurations `recommended` and `strict`. */
export const plugin: Plugin = {
  meta: { name: "@asyncio-ts/eslint-plugin", version: __VERSION__, namespace: "asyncio-ts" },
  rules: {
    "no-await-in-coroutine": noAwaitInCoroutine,
    "no-floating-coroutine": noFloatingCoroutine,
    "no-lost-update": noLostUpdate,
    "no-seconds": noSeconds,
    "no-swallowed-cancel": noSwallowedCancel,
    "no-unmarked-recursion": noUnmarkedRecursion,
    "no-yield-without-star": noYieldWithoutStar,
    "prefer-hoisted-body": preferHoistedBody,
  },
  configs: {
    recommended: configOf("recommended", mistakes),
    strict: configOf("strict", {
      ...mistakes,
      "asyncio-ts/no-floating-coroutine": ["error", { tasks: true }],
      "asyncio-ts/no-lost-update": "error",
      "asyncio-ts/no-seconds": ["error", { wholeNumbers: true }],
    }),
  },
};

function configOf(name: string, rules: Record<string, RuleEntry>): Config {
  return {
    name: `asyncio-ts/${name}`,
    // Read when the config is used, because the plugin contains its configurations.
    get plugins() {
      return { "asyncio-ts": plugin };
    },
    rules,
  };
}
