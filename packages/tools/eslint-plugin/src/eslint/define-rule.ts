import type { TSESLint, TSESTree } from "@typescript-eslint/utils";
import type { Rule } from "./rule.ts";

/** A file under a rule. Options are read by `optionsOf`. */
export type Context<Message extends string> = Readonly<TSESLint.RuleContext<Message, readonly unknown[]>>;

interface Definition<Message extends string> {
  /** The file name of the page in docs/rules. */
  readonly name: string;
  readonly description: string;
  readonly messages: Record<Message, string>;
  /** Schemas of the options, which are properties of one object. */
  readonly options?: Record<string, object>;
  readonly fixable?: "code";
  readonly hasSuggestions?: true;
  readonly needsTypes?: true;
  create(context: Context<Message>): TSESLint.RuleListener;
}

const pages = "https://github.com/asyncio-ts/asyncio-ts/blob/main/packages/tools/eslint-plugin/docs/rules";

/** Returns a rule. Its page is the file of its name in docs/rules. */
export function defineRule<Message extends string>(definition: Definition<Message>): Rule {
  const { name, description, messages, options, fixable, hasSuggestions, needsTypes, create } = definition;
  return {
    meta: {
      type: "problem",
      docs: { description, url: `${pages}/${name}.md`, requiresTypeChecking: needsTypes === true },
      messages,
      schema: options ? [{ type: "object", properties: options, additionalProperties: false }] : [],
      ...(fixable && { fixable }),
      ...(hasSuggestions && { hasSuggestions }),
    },
    create,
  };
}

/** Returns an option of a rule, false if it is not set. */
export function isEnabled(context: Context<never>, option: string): boolean {
  const [options] = context.options as [Record<string, boolean>?];
  return options?.[option] === true;
}

/** Returns the functions below as one visitor for all kinds of functions. */
export function onFunctions(visit: (fn: TSESTree.FunctionDeclaration | TSESTree.FunctionExpression) => void): TSESLint.RuleListener {
  return { FunctionDeclaration: visit, FunctionExpression: visit };
}
