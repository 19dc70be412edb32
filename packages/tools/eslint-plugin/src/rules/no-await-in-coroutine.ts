import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { AwaitableTypes } from "../coroutines/awaitable-types.ts";
import { enclosingFunction, enclosingGenerator, nodesIn } from "../coroutines/functions.ts";
import { localName } from "../coroutines/library-name.ts";
import { awaitFix } from "../coroutines/star.ts";
import { defineRule, onFunctions } from "../eslint/define-rule.ts";
import type { Rule } from "../eslint/rule.ts";

/** Finds `await` where `yield*` is meant, and `await` on a coroutine, which does not run it. */
export const noAwaitInCoroutine: Rule = defineRule({
  name: "no-await-in-coroutine",
  description: "Disallow `await` in coroutines, and on coroutines",
  messages: {
    await: "A function* has no `await`. Write `yield*`; a promise needs `yield* fromPromise(…)`.",
    forAwait: "A function* has no `for await`. Write `yield* forEach(…, function* (item) { … })`.",
    asyncGenerator: "An `async function*` is no coroutine: no task can run it. Remove `async`.",
    coroutine: "`await` does not run a coroutine: its result is the coroutine itself. Pass it to `run` or `toPromise`.",
    addStar: "Write `yield*`.",
    addFromPromise: "Await it with `yield* {{name}}(…)`.",
    addToPromise: "Convert it with `{{name}}(…)`.",
  },
  fixable: "code",
  hasSuggestions: true,
  create(context) {
    const types = AwaitableTypes.of(context);
    return {
      AwaitExpression(node) {
        const { argument } = node;
        const text = context.sourceCode.getText(argument);
        if (enclosingGenerator(node)) {
          // `await` in a function* is a syntax error, so the fix changes no meaning.
          const isAwaitable = types !== null && types.kindOf(argument) !== null;
          if (isAwaitable) return context.report({ node, messageId: "await", fix: awaitFix(context, node, text) });
          const name = localName(context, "fromPromise");
          const addStar = { messageId: "addStar" as const, fix: awaitFix(context, node, text) };
          const addFromPromise = name && {
            messageId: "addFromPromise" as const,
            data: { name },
            fix: awaitFix(context, node, `${name}(${text})`),
          };
          return context.report({ node, messageId: "await", suggest: addFromPromise ? [addFromPromise] : types ? null : [addStar] });
        }
        const kind = types?.kindOf(argument);
        if ((kind !== "coroutine" && kind !== "awaitable") || types?.isThenable(argument)) return;
        const name = localName(context, "toPromise") ?? localName(context, "run");
        const suggest = name && {
          messageId: "addToPromise" as const,
          data: { name },
          fix: (fixer: TSESLint.RuleFixer) => fixer.replaceText(argument, `${name}(${text})`),
        };
        context.report({ node, messageId: "coroutine", suggest: suggest ? [suggest] : null });
      },
      "ForOfStatement[await=true]": (node: TSESTree.ForOfStatement) => {
        if (enclosingFunction(node) && enclosingGenerator(node)) context.report({ node, messageId: "forAwait" });
      },
      ...onFunctions((fn) => {
        if (types === null || !fn.async || !fn.generator) return;
        const yields = nodesIn(fn.body, "YieldExpression", context.sourceCode.visitorKeys);
        const awaited = yields.find(({ argument, delegate }) => delegate && argument && types.mayWait(argument));
        if (awaited) context.report({ node: awaited, messageId: "asyncGenerator" });
      }),
    };
  },
});
