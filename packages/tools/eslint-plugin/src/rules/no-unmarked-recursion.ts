import type { TSESTree } from "@typescript-eslint/utils";
import { AwaitableTypes } from "../coroutines/awaitable-types.ts";
import { enclosingGenerator, type GeneratorNode } from "../coroutines/functions.ts";
import { isMarked } from "../coroutines/mark.ts";
import { defineRule } from "../eslint/define-rule.ts";
import type { Rule } from "../eslint/rule.ts";

/** A `yield* callee()` of an unmarked function of the same file. */
interface Call {
  readonly node: TSESTree.CallExpression;
  readonly callee: GeneratorNode;
}

/** Finds coroutine functions that call themselves, directly or through others, and are not marked. */
export const noUnmarkedRecursion: Rule = defineRule({
  name: "no-unmarked-recursion",
  description: "Disallow coroutine functions that call themselves without the mark `coroutine(…)`",
  messages: {
    unmarked:
      "`{{name}}` leads back to this call. Each resume passes through all calls that are open, and some thousands of them overflow " +
      "the stack. Wrap the function in `coroutine(…)`, which has neither limit.",
  },
  needsTypes: true,
  create(context) {
    const types = AwaitableTypes.of(context);
    if (types === null) return {};
    const calls = new Map<GeneratorNode, Call[]>();
    return {
      "YieldExpression[delegate=true] > CallExpression"(node: TSESTree.CallExpression) {
        const caller = enclosingGenerator(node);
        const callee = types.generatorOf(node.callee);
        if (caller === null || callee === null || isMarked(context, callee) || !types.isCoroutine(caller)) return;
        if (!calls.has(caller)) calls.set(caller, []);
        calls.get(caller)!.push({ node, callee });
      },
      "Program:exit"() {
        for (const [caller, made] of calls) {
          for (const { node, callee } of made) {
            if (leadsTo(callee, caller))
              context.report({ node, messageId: "unmarked", data: { name: context.sourceCode.getText(node.callee) } });
          }
        }
      },
    };

    function leadsTo(from: GeneratorNode, to: GeneratorNode): boolean {
      const reached = new Set([from]);
      for (const fn of reached) for (const { callee } of calls.get(fn) ?? []) reached.add(callee);
      return reached.has(to);
    }
  },
});
