import { enclosingFunction } from "../coroutines/functions.ts";
import { libraryName } from "../coroutines/library-name.ts";
import { defineRule } from "../eslint/define-rule.ts";
import type { Rule } from "../eslint/rule.ts";

/** The functions of the library that run a body. */
const TAKE_BODIES = new Set(["timeout", "timeoutAt", "taskGroup", "forEach"]);

/** Finds bodies that are written in place, which are slower than functions that are defined once. */
export const preferHoistedBody: Rule = defineRule({
  name: "prefer-hoisted-body",
  description: "Prefer bodies that are defined once to `function*`s in place, on hot paths",
  messages: {
    hoist:
      "A function* in place is a new function at each call of `{{name}}`, which V8 cannot optimise. " +
      "On a hot path, define it once and pass an arrow function that calls it.",
  },
  create(context) {
    return {
      "CallExpression > FunctionExpression[generator=true]"(body: any) {
        const name = libraryName(context, body.parent.callee);
        // At the top level a module creates it once.
        if (name !== null && TAKE_BODIES.has(name) && enclosingFunction(body))
          context.report({ node: body, messageId: "hoist", data: { name } });
      },
    };
  },
});
