import type { TSESTree } from "@typescript-eslint/utils";
import { AwaitableTypes } from "../coroutines/awaitable-types.ts";
import { type File, functionOf } from "../cancellation/file.ts";
import { Handling, type Outcome } from "../cancellation/handling.ts";
import { isThrownLater } from "../cancellation/kept-error.ts";
import { errorHandlerIn } from "../cancellation/promise-handlers.ts";
import { rethrowFix } from "../cancellation/rethrow-fix.ts";
import { awaitsCancelled, waitsIn, withdraws } from "../cancellation/waits.ts";
import { defineRule } from "../eslint/define-rule.ts";
import type { Rule } from "../eslint/rule.ts";

/** Finds handlers after which a cancelled task goes on. */
export const noSwallowedCancel: Rule = defineRule({
  name: "no-swallowed-cancel",
  description: "Require handlers around `yield*` to rethrow CancelledError",
  messages: {
    swallowed:
      "This `catch` swallows cancellations: the task goes on, and its group or time limit waits in vain. " +
      "Begin it with `if ({{name}} instanceof CancelledError) throw {{name}};`.",
    wrapped: "This `catch` turns a cancellation into a failure. Begin it with `if ({{name}} instanceof CancelledError) throw {{name}};`.",
    finally: "This `finally` drops the CancelledError, because it does not let the error pass. Move the jump out of the `finally`.",
    handler: "This handler swallows the CancelledError of a coroutine. Rethrow it first.",
    addRethrow: "Rethrow CancelledError first.",
  },
  hasSuggestions: true,
  create(context) {
    const file: File = { context, types: AwaitableTypes.of(context) };
    return {
      TryStatement({ block, handler, finalizer }) {
        const waits = waitsIn(file, block);
        if (handler && waits.length > 0) checkCatch(handler, waits);
        if (finalizer && (waits.length > 0 || (handler && waitsIn(file, handler).length > 0))) checkFinally(finalizer);
      },
      CallExpression(node) {
        const handler = errorHandlerIn(file, node);
        const fn = handler && functionOf(file, handler);
        if (!fn) return;
        const outcomes = Handling.ofFunction(file, fn, 0);
        if (outcomes.has("falls") || outcomes.has("leaves")) context.report({ node: handler, messageId: "handler" });
      },
    };

    function checkCatch(handler: TSESTree.CatchClause, waits: readonly TSESTree.YieldExpression[]): void {
      const outcomes = outcomesOf(handler.body, handler);
      const isSwallowed = ["falls", "breaks", "leaves"].some((outcome) => outcomes.has(outcome as Outcome));
      if (!isSwallowed && !outcomes.has("wraps")) return;
      if (awaitsCancelled(file, waits) || withdraws(file, handler) || isThrownLater(file, handler)) return;
      const fix = rethrowFix(context, handler);
      context.report({
        node: handler,
        loc: { start: handler.loc.start, end: handler.body.loc.start },
        messageId: isSwallowed ? "swallowed" : "wrapped",
        data: { name: handler.param?.type === "Identifier" ? handler.param.name : "error" },
        suggest: fix && [{ messageId: "addRethrow", fix }],
      });
    }

    function checkFinally(finalizer: TSESTree.BlockStatement): void {
      const outcomes = outcomesOf(finalizer, null);
      if (!outcomes.has("leaves") && !outcomes.has("breaks")) return;
      context.report({ node: finalizer, loc: context.sourceCode.getTokenBefore(finalizer)!.loc, messageId: "finally" });
    }

    function outcomesOf(block: TSESTree.BlockStatement, handler: TSESTree.CatchClause | null): ReadonlySet<Outcome> {
      const errors = handler?.param?.type === "Identifier" ? context.sourceCode.getDeclaredVariables!(handler) : [];
      return new Handling(file, new Set(errors)).of(block);
    }
  },
});
