import type { TSESTree } from "@typescript-eslint/utils";
import { enclosingFunction, nodesIn } from "../coroutines/functions.ts";
import type { File } from "./file.ts";

/** Returns the `yield*`s below a node at which a cancellation may arrive. */
export function waitsIn({ context, types }: File, node: TSESTree.Node): TSESTree.YieldExpression[] {
  return nodesIn(node, "YieldExpression", context.sourceCode.visitorKeys).filter(
    ({ argument, delegate }) => delegate && argument && (types === null || types.mayWait(argument)),
  );
}

/**
 * Returns whether each wait is for a task or future that the same function has cancelled.
 *
 * Then the handler expects the CancelledError of the awaited task.
 */
export function awaitsCancelled({ context }: File, waits: readonly TSESTree.YieldExpression[]): boolean {
  return waits.every((wait) => {
    const awaited = context.sourceCode.getText(wait.argument!);
    const fn = enclosingFunction(wait);
    const calls = fn ? nodesIn(fn.body, "CallExpression", context.sourceCode.visitorKeys) : [];
    return calls.some(
      ({ callee, range }) =>
        callee.type === "MemberExpression" &&
        range[0] < wait.range[0] &&
        callee.property.type === "Identifier" &&
        callee.property.name === "cancel" &&
        context.sourceCode.getText(callee.object) === awaited,
    );
  });
}

/** Returns whether a handler withdraws the request to cancel, by `task.uncancel()`. */
export function withdraws({ context }: File, handler: TSESTree.Node): boolean {
  return nodesIn(handler, "CallExpression", context.sourceCode.visitorKeys).some(
    ({ callee }) => callee.type === "MemberExpression" && callee.property.type === "Identifier" && callee.property.name === "uncancel",
  );
}
