import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { AwaitableTypes } from "../coroutines/awaitable-types.ts";
import { enclosingGenerator } from "../coroutines/functions.ts";
import { localName } from "../coroutines/library-name.ts";
import { defineRule } from "../eslint/define-rule.ts";
import type { Rule } from "../eslint/rule.ts";

/** Finds `yield x` in coroutines, where `yield* x` is meant. */
export const noYieldWithoutStar: Rule = defineRule({
  name: "no-yield-without-star",
  description: "Require the star of `yield*` in coroutines",
  messages: {
    star: "`yield` without a star awaits nothing, and is an error when it runs. Write `yield*`.",
    value: "A coroutine yields nothing to the caller. Await with `yield*`, return the value, or emit it from an `asyncGenerator`.",
    promise: "A coroutine cannot yield a promise. Write `yield* fromPromise(…)`.",
    list: "`yield*` on a list awaits none of the items. Write `yield* gather(…)`.",
    addStar: "Write `yield*`.",
    addFromPromise: "Await it with `yield* {{name}}(…)`.",
    addGather: "Await them together with `yield* {{name}}(…)`.",
  },
  fixable: "code",
  hasSuggestions: true,
  needsTypes: true,
  create(context) {
    const types = AwaitableTypes.of(context);
    if (types === null) return {};

    function check(node: TSESTree.YieldExpression, awaits: AwaitableTypes): void {
      const { argument, delegate } = node;
      const fn = enclosingGenerator(node);
      if (!argument || !fn || awaits.isUntyped(argument) || awaits.isDeclaredIterable(fn)) return;
      const isCoroutine = awaits.isCoroutine(fn);
      const text = context.sourceCode.getText(argument);
      if (delegate) {
        if (awaits.kindsInList(argument).some((kind) => kind !== null)) suggest("list", "addGather", "gather", `...${text}`);
      } else if (awaits.kindOf(argument) !== null) {
        // The function awaits elsewhere, so here too: the value that it yields now is an error.
        if (isCoroutine) context.report({ node, messageId: "star", fix: replaceBy(`yield* ${text}`) });
        else {
          const addStar = { messageId: "addStar" as const, fix: replaceBy(`yield* ${text}`) };
          context.report({ node, messageId: "star", suggest: [addStar] });
        }
      } else if (isCoroutine) {
        if (awaits.isThenable(argument)) suggest("promise", "addFromPromise", "fromPromise", text);
        else context.report({ node, messageId: "value" });
      }

      function suggest(messageId: "list" | "promise", fix: "addGather" | "addFromPromise", exported: string, operand: string): void {
        const name = localName(context, exported);
        const suggestion = name && { messageId: fix, data: { name }, fix: replaceBy(`yield* ${name}(${operand})`) };
        context.report({ node, messageId, suggest: suggestion ? [suggestion] : null });
      }

      function replaceBy(code: string): TSESLint.ReportFixFunction {
        return (fixer) => fixer.replaceText(node, code);
      }
    }

    return { YieldExpression: (node) => check(node, types) };
  },
});
