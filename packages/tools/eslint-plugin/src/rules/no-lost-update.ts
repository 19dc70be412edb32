import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, nodesIn } from "../coroutines/functions.ts";
import { variableOf } from "../coroutines/library-name.ts";
import { type Context, defineRule } from "../eslint/define-rule.ts";
import type { Rule } from "../eslint/rule.ts";

/** Finds `x += yield* …` on variables that other tasks may change during the wait. The name in ESLint: require-atomic-updates. */
export const noLostUpdate: Rule = defineRule({
  name: "no-lost-update",
  description: "Disallow updates that read a shared variable before a wait and write it afterwards",
  messages: {
    lost: "`{{target}}` is read before the wait and written after it, so updates of other tasks in between are lost. Await first, then update.",
  },
  create(context) {
    const { sourceCode } = context;
    return {
      AssignmentExpression(node) {
        const { left, operator, right } = node;
        if (left.type !== "Identifier" && left.type !== "MemberExpression") return;
        const waits = nodesIn(right, "YieldExpression", sourceCode.visitorKeys).filter(({ delegate }) => delegate);
        if (waits.length === 0 || !isShared(context, left)) return;
        const target = sourceCode.getText(left);
        const readsFirst = operator === "=" ? isReadBefore(target, right, waits[0]!) : !["||=", "&&=", "??="].includes(operator);
        if (readsFirst) context.report({ node, messageId: "lost", data: { target } });
      },
    };

    function isReadBefore(target: string, right: TSESTree.Expression, wait: TSESTree.YieldExpression): boolean {
      const reads = [
        ...nodesIn(right, "Identifier", sourceCode.visitorKeys),
        ...nodesIn(right, "MemberExpression", sourceCode.visitorKeys),
      ];
      return reads.some((read) => read.range[1] <= wait.range[0] && sourceCode.getText(read) === target);
    }
  },
});

/** Returns whether other functions see a variable or property. */
function isShared(context: Context<never>, node: TSESTree.Identifier | TSESTree.MemberExpression): boolean {
  if (node.type === "MemberExpression") return true;
  const variable = variableOf(context, node);
  const fn = enclosingFunction(node);
  if (variable === null || fn === null) return true;
  return [...variable.identifiers, ...variable.references.map(({ identifier }) => identifier)].some(
    (name) => enclosingFunction(name) !== fn,
  );
}
