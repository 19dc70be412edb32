import type { TSESTree } from "@typescript-eslint/utils";
import { libraryName } from "./library-name.ts";
import type { Context } from "../eslint/define-rule.ts";

/** The position of the duration among the arguments of the library's functions. */
const POSITIONS: Readonly<Record<string, number>> = { sleep: 0, timeout: 0, waitFor: 1, staggeredRace: 1 };

/** The functions with a duration in their options, and the position of the options. */
const IN_OPTIONS: Readonly<Record<string, number>> = { wait: 1, asCompleted: 1 };

/** Returns the argument of a call that is a duration in milliseconds; null if there is none. */
export function durationOf(context: Context<never>, { callee, arguments: all }: TSESTree.CallExpression): TSESTree.Node | null {
  const name = libraryName(context, callee);
  if (name !== null && Object.hasOwn(POSITIONS, name)) return all[POSITIONS[name]!] ?? null;
  if (name !== null && Object.hasOwn(IN_OPTIONS, name)) return timeoutIn(all[IN_OPTIONS[name]!]);
  // A method of loops.
  const isCallLater = callee.type === "MemberExpression" && callee.property.type === "Identifier" && callee.property.name === "callLater";
  return isCallLater ? (all[0] ?? null) : null;
}

function timeoutIn(options: TSESTree.Node | undefined): TSESTree.Node | null {
  if (options?.type !== "ObjectExpression") return null;
  for (const property of options.properties) {
    if (property.type === "Property" && property.key.type === "Identifier" && property.key.name === "timeout") return property.value;
  }
  return null;
}
