import plugin, { type RuleName } from "@asyncio-ts/eslint-plugin";
import type { Linter } from "eslint";
import { eslints } from "./eslints.ts";
import { type TypedFiles, typedFiles } from "./typed-files.ts";

/** ESLint's name for a rule, or an entry of a configuration. */
type Rules = Record<string, unknown>;

/** A finding of the plugin. */
export interface Finding {
  readonly line: number;
  readonly rule: RuleName;
  readonly message: string;
}

/** Returns the configuration of a file under the given rules. */
export function configOf(files: TypedFiles, rules: Rules): Linter.Config {
  return {
    files: ["**/*.{ts,tsx}"],
    plugins: { "asyncio-ts": plugin },
    languageOptions: files.languageOptions,
    rules: rules as Linter.RulesRecord,
  };
}

/** Returns the findings in each of the given files, of the newest ESLint. */
export function findingsIn(codes: ReadonlyMap<string, string>, rules: Rules = plugin.configs.recommended.rules): Map<string, Finding[]> {
  const files = typedFiles(codes);
  const linter = new (eslints.at(-1)!.Linter)();
  const found = [...codes].map(([name, code]) => {
    const messages = linter.verify(code, configOf(files, rules), files.pathOf(name));
    return [
      name,
      messages.map(({ line, ruleId, message }) => ({ line, rule: String(ruleId).replace("asyncio-ts/", "") as RuleName, message })),
    ] as const;
  });
  return new Map(found);
}
