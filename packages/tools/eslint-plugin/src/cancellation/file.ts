import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { AwaitableTypes } from "../coroutines/awaitable-types.ts";
import { type FunctionNode, isFunction } from "../coroutines/functions.ts";
import { variableOf } from "../coroutines/library-name.ts";
import type { Context } from "../eslint/define-rule.ts";

/** The file under the rule, with its types if there are any. */
export interface File {
  readonly context: Context<never>;
  readonly types: AwaitableTypes | null;
}

/** The variables that hold the caught error. */
export type ErrorVariables = ReadonlySet<TSESLint.Scope.Variable>;

/** Returns the function of this file that a callee means: a function declaration, a constant, or a method of the class around it. */
export function functionOf({ context }: File, callee: TSESTree.Node): FunctionNode | null {
  if (isFunction(callee)) return callee;
  if (callee.type === "Identifier") {
    const definition = variableOf(context, callee)?.defs[0];
    if (definition?.type === "FunctionName" && isFunction(definition.node)) return definition.node;
    const value = constantOf(definition);
    return value && isFunction(value) ? value : null;
  }
  const isMethod = callee.type === "MemberExpression" && callee.object.type === "ThisExpression";
  return isMethod ? methodOf(context, callee) : null;
}

/** Returns the value of a `const` with a simple name. */
export function constantOf(definition: TSESLint.Scope.Definition | undefined): TSESTree.Expression | null {
  if (definition?.type !== "Variable" || definition.node.id.type !== "Identifier") return null;
  return definition.parent.kind === "const" ? definition.node.init : null;
}

/** Returns the variable of the parameter that receives the error; null if it is no simple name. */
export function parameterOf({ context }: File, fn: FunctionNode, index: number): TSESLint.Scope.Variable | null {
  const parameter = fn.params[index];
  if (parameter?.type !== "Identifier") return null;
  return context.sourceCode.getDeclaredVariables!(fn).find(({ name }) => name === parameter.name) ?? null;
}

function methodOf(context: Context<never>, { property, parent }: TSESTree.MemberExpression): FunctionNode | null {
  let body: TSESTree.Node | undefined = parent;
  while (body && body.type !== "ClassBody") body = body.parent;
  const name = context.sourceCode.getText(property);
  const method = body?.body.find((member) => member.type === "MethodDefinition" && context.sourceCode.getText(member.key) === name);
  return method?.type === "MethodDefinition" && isFunction(method.value) ? method.value : null;
}
