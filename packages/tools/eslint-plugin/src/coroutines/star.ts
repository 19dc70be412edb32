import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { Context } from "../eslint/define-rule.ts";

/** The parents in which an expression may stand as `yield* …` without brackets. */
const ROOMY = new Set([
  "ExpressionStatement",
  "VariableDeclarator",
  "AssignmentExpression",
  "ReturnStatement",
  "IfStatement",
  "WhileStatement",
  "DoWhileStatement",
  "ForStatement",
  "ForOfStatement",
  "SwitchStatement",
  "ThrowStatement",
  "TemplateLiteral",
  "SequenceExpression",
  "ArrayExpression",
  "Property",
  "YieldExpression",
]);

/** Returns the fix that replaces an expression by `yield* ` and the text, in brackets where its place needs them. */
export function awaitFix(context: Context<never>, node: TSESTree.Expression, text: string): TSESLint.ReportFixFunction {
  const { parent } = node;
  const { sourceCode } = context;
  const hasBrackets = sourceCode.getTokenBefore(node)?.value === "(" && sourceCode.getTokenAfter(node)?.value === ")";
  const isArgument = (parent.type === "CallExpression" || parent.type === "NewExpression") && parent.callee !== node;
  const isBranch = parent.type === "ConditionalExpression" && parent.test !== node;
  const awaited = `yield* ${text}`;
  return (fixer) => fixer.replaceText(node, ROOMY.has(parent.type) || hasBrackets || isArgument || isBranch ? awaited : `(${awaited})`);
}
