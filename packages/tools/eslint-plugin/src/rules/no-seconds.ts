import type { TSESLint } from "@typescript-eslint/utils";
import { durationOf } from "../coroutines/durations.ts";
import { defineRule, isEnabled } from "../eslint/define-rule.ts";
import type { Rule } from "../eslint/rule.ts";

/** Fewer milliseconds look like seconds, as in the library's debug mode. */
const SUSPICIOUSLY_SHORT = 10;

/** Finds durations in seconds, as asyncio has them, where milliseconds are expected. */
export const noSeconds: Rule = defineRule({
  name: "no-seconds",
  description: "Disallow durations that look like seconds",
  messages: {
    seconds: "{{duration}} ms looks like seconds of a port from Python. Durations are in milliseconds: {{milliseconds}}?",
    useMilliseconds: "Write {{milliseconds}}.",
  },
  options: { wholeNumbers: { type: "boolean" } },
  hasSuggestions: true,
  create(context) {
    const checksWholeNumbers = isEnabled(context, "wholeNumbers");
    return {
      CallExpression(call) {
        const node = durationOf(context, call);
        if (node?.type !== "Literal" || typeof node.value !== "number") return;
        const { value, raw } = node;
        const isFraction = raw.includes(".");
        if (value <= 0 || value >= SUSPICIOUSLY_SHORT || !(isFraction || checksWholeNumbers)) return;
        const data = { duration: raw, milliseconds: String(Math.round(value * 1_000_000) / 1000) };
        const fix = (fixer: TSESLint.RuleFixer) => fixer.replaceText(node, data.milliseconds);
        context.report({ node, messageId: "seconds", data, suggest: [{ messageId: "useMilliseconds", data, fix }] });
      },
    };
  },
});
