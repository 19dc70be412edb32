import type { TSESTree } from "@typescript-eslint/utils";
import { AwaitableTypes } from "../coroutines/awaitable-types.ts";
import { enclosingGenerator } from "../coroutines/functions.ts";
import { localName } from "../coroutines/library-name.ts";
import { awaitFix } from "../coroutines/star.ts";
import { unwrap } from "../coroutines/unwrap.ts";
import { droppedValues } from "../floating/dropped-values.ts";
import { isUnread } from "../floating/unread-variable.ts";
import { usesIn } from "../floating/used-as-value.ts";
import { type Context, defineRule, isEnabled } from "../eslint/define-rule.ts";
import type { Rule } from "../eslint/rule.ts";

type Message = keyof typeof messages;

const messages = {
  dropped: "This coroutine never runs: its value is dropped. Write `yield*` in front of it, or start it with `createTask`.",
  droppedVoid: "This coroutine never runs: `void` drops it. Start it with `createTask`.",
  droppedFuture: "This future is dropped, and with it the result and the error. Write `yield*` in front of it, or `void` if this is meant.",
  droppedTask: "This task is dropped, and with it the result and the error. Await it, use a task group, or write `void` if this is meant.",
  list: "These coroutines never run. Await them together: `yield* gather(…)`.",
  unread: "This coroutine never runs: `{{name}}` is not read.",
  using: "`using` closes this {{kind}} without awaiting it. Write `using {{name}} = yield* …`.",
  condition: "This condition is always true, because it tests a {{kind}} and not the result. Write `yield*` in front of it.",
  text: "This text shows a {{kind}} and not the result. Write `yield*` in front of it.",
  operand: "This operator gets a {{kind}} and not the result. Write `yield*` in front of it.",
  iterated: "This {{kind}} is iterated over and not awaited. Write `yield*` in front of it.",
  returned: "This function* returns a coroutine that was not awaited. Write `return yield* …`.",
  callback: "The caller drops what this function returns, so this coroutine function never runs. Pass a function that calls `createTask`.",
  promise: "Promises do not run coroutines. Write `yield* gather(…)`, or convert each by `toPromise`.",
  addStar: "Await it with `yield*`.",
  addGather: "Await them together with `yield* {{gather}}(…)`.",
};

/** Finds coroutines that never run, and futures and tasks of which the result is lost. */
export const noFloatingCoroutine: Rule = defineRule({
  name: "no-floating-coroutine",
  description: "Require coroutines, futures and tasks to be awaited",
  messages,
  options: { tasks: { type: "boolean" } },
  hasSuggestions: true,
  needsTypes: true,
  create(context) {
    const types = AwaitableTypes.of(context);
    if (types === null) return {};
    const floating = new FloatingCoroutines(context, types);
    return {
      ExpressionStatement: ({ expression }) => floating.checkDropped(expression),
      "ForStatement[update]": ({ update }: TSESTree.ForStatement) => floating.checkDropped(update!),
      "UnaryExpression[operator='void']": ({ argument }: TSESTree.UnaryExpression) => floating.checkDropped(argument, true),
      VariableDeclarator: (node) => floating.checkVariable(node),
      ReturnStatement: (node) => floating.checkReturned(node),
      "CallExpression, NewExpression": (node: TSESTree.CallExpression) => floating.checkArguments(node),
      JSXExpressionContainer: ({ expression }) => floating.checkCallback(expression),
      "AssignmentExpression[operator='=']": ({ left, right }: TSESTree.AssignmentExpression) =>
        floating.checkCallback(right, left.type === "MemberExpression" && /^on[a-z]/.test(propertyOf(left))),
      "ForOfStatement[await=false]": ({ right }: TSESTree.ForOfStatement) => floating.checkIterated(right),
      SpreadElement: ({ argument }) => floating.checkIterated(argument),
      "IfStatement, WhileStatement, DoWhileStatement, ForStatement, SwitchStatement, ConditionalExpression": (node: TSESTree.Node) =>
        floating.checkUses(node),
      "LogicalExpression, UnaryExpression, TemplateLiteral, BinaryExpression": (node: TSESTree.Node) => floating.checkUses(node),
    };
  },
});

class FloatingCoroutines {
  private readonly context: Context<Message>;
  private readonly types: AwaitableTypes;
  private readonly checksTasks: boolean;

  constructor(context: Context<Message>, types: AwaitableTypes) {
    this.context = context;
    this.types = types;
    this.checksTasks = isEnabled(context, "tasks");
  }

  checkDropped(expression: TSESTree.Expression, isVoid = false): void {
    for (const node of droppedValues(expression)) {
      // no-await-in-coroutine reports `await load()`.
      if (node.type === "AwaitExpression" && this.types.kindOf(node.argument) === "coroutine") continue;
      const kind = this.types.possibleKindOf(node);
      if (kind === "coroutine") this.report(isVoid ? "droppedVoid" : "dropped", node);
      else if (this.isList(node)) this.reportList(node);
      else if (isVoid || node.type === "YieldExpression" || kind === null || kind === "awaitable") continue;
      else if (kind === "future" && isCall(node)) this.report("droppedFuture", node);
      else if (kind === "task" && isCall(node) && this.checksTasks && !this.isOfGroup(node)) this.report("droppedTask", node);
    }
  }

  checkVariable(node: TSESTree.VariableDeclarator): void {
    const { id, init, parent } = node;
    if (init === null || unwrap(init).type === "YieldExpression") return;
    if (id.type === "ArrayPattern") return this.checkIterated(init);
    const kind = this.types.kindOf(init);
    const name = this.context.sourceCode.getText(id);
    const isUsing = parent.kind === "using" || parent.kind === "await using";
    if (isUsing && kind !== null) this.report("using", init, { kind, name });
    else if (!isUsing && isUnread(this.context, node)) {
      if (kind === "coroutine") this.report("unread", init, { name });
      else if (this.isList(init)) this.reportList(init);
    }
  }

  checkReturned({ argument }: TSESTree.ReturnStatement): void {
    if (!argument || !enclosingGenerator(argument) || !isCall(unwrap(argument))) return;
    if (this.types.kindOf(unwrap(argument)) === "coroutine") this.report("returned", argument);
  }

  checkArguments(node: TSESTree.CallExpression | TSESTree.NewExpression): void {
    const { callee } = node;
    const isOfPromise = callee.type === "MemberExpression" && callee.object.type === "Identifier" && callee.object.name === "Promise";
    for (const argument of node.arguments) {
      if (argument.type === "SpreadElement") continue;
      if (isOfPromise && (this.isList(argument) || this.types.kindOf(argument) === "coroutine"))
        this.context.report({ node, messageId: "promise" });
      else this.checkCallback(argument, callee.type === "MemberExpression" && propertyOf(callee) === "addEventListener");
    }
  }

  /** @param isListener whether the place is one for listeners of the DOM, which may return `any` */
  checkCallback(node: TSESTree.Expression | TSESTree.JSXEmptyExpression, isListener = false): void {
    if (node.type === "JSXEmptyExpression" || !mayBeFunction(node)) return;
    if (this.types.isCoroutineFunction(node) && (isListener || this.types.isResultIgnored(node)))
      this.context.report({ node, messageId: "callback" });
  }

  checkIterated(node: TSESTree.Expression): void {
    const kind = this.types.kindOf(node);
    if (kind !== null && (kind !== "coroutine" || this.types.mayWait(node))) this.report("iterated", node, { kind });
  }

  checkUses(node: TSESTree.Node): void {
    for (const [use, value] of usesIn(node)) {
      // A coroutine or a task in a variable may be printed or compared. The call that makes it is a missing star.
      if (use !== "condition" && !isCall(unwrap(value))) continue;
      if (use === "operand" && node.type === "BinaryExpression" && this.isComparisonOfAwaitables(node)) continue;
      const kind = this.types.kindOf(value);
      if (kind === null || !this.types.isPresent(value)) continue;
      if (kind === "coroutine" || isCall(unwrap(value))) this.report(use, value, { kind });
    }
  }

  private report(messageId: Message, node: TSESTree.Expression, data: Record<string, string> = {}): void {
    const text = this.context.sourceCode.getText(node);
    const suggest = enclosingGenerator(node) ? [{ messageId: "addStar" as const, fix: awaitFix(this.context, node, text) }] : null;
    this.context.report({ node, messageId, data, suggest: messageId === "droppedVoid" ? null : suggest });
  }

  private reportList(node: TSESTree.Expression): void {
    const gather = localName(this.context, "gather");
    const text = `${gather}(...${this.context.sourceCode.getText(node)})`;
    const canSuggest = gather !== null && enclosingGenerator(node) !== null;
    const suggest = canSuggest ? [{ messageId: "addGather" as const, data: { gather }, fix: awaitFix(this.context, node, text) }] : null;
    this.context.report({ node, messageId: "list", suggest });
  }

  private isList(node: TSESTree.Node): boolean {
    return this.types.kindsInList(node).includes("coroutine");
  }

  private isComparisonOfAwaitables({ left, right }: TSESTree.BinaryExpression): boolean {
    return this.types.possibleKindOf(left) !== null && this.types.possibleKindOf(right) !== null;
  }

  private isOfGroup(node: TSESTree.Expression): boolean {
    return (
      node.type === "CallExpression" && node.callee.type === "MemberExpression" && this.types.className(node.callee.object) === "TaskGroup"
    );
  }
}

function propertyOf({ property }: TSESTree.MemberExpression): string {
  return property.type === "Identifier" ? property.name : "";
}

function isCall({ type }: TSESTree.Expression): boolean {
  return type === "CallExpression" || type === "NewExpression";
}

function mayBeFunction({ type }: TSESTree.Expression): boolean {
  return ["Identifier", "MemberExpression", "FunctionExpression", "ArrowFunctionExpression"].includes(type);
}
