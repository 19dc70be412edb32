import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import { libraryImports, localName } from "../coroutines/library-name.ts";
import type { Context } from "../eslint/define-rule.ts";

/** Returns the fix that lets a handler rethrow a CancelledError first, and imports the class; null if it cannot be imported. */
export function rethrowFix(context: Context<never>, { param, body }: TSESTree.CatchClause): TSESLint.ReportFixFunction | null {
  const known = localName(context, "CancelledError");
  const specifier = libraryImports(context)
    .flatMap(({ specifiers }) => specifiers)
    .filter(({ type }) => type === "ImportSpecifier")
    .at(-1);
  if ((param && param.type !== "Identifier") || !(known ?? specifier)) return null;
  const name = param ? param.name : "error";
  const [first] = body.body;
  const indent = " ".repeat((first ?? body).loc.start.column);
  return function* (fixer) {
    if (!param) yield fixer.insertTextBefore(body, `(${name}) `);
    const line = `if (${name} instanceof ${known ?? "CancelledError"}) throw ${name};`;
    yield first ? fixer.insertTextBefore(first, `${line}\n${indent}`) : fixer.replaceText(body, `{ ${line} }`);
    if (!known) yield fixer.insertTextAfter(specifier!, ", CancelledError");
  };
}
