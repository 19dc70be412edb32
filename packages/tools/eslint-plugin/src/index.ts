export { plugin as default, type Config, type Plugin, type RuleEntry, type RuleName } from "./plugin.ts";
export type { Rule } from "./eslint/rule.ts";
