// The samples of docs/rules, under RuleTester of both versions of ESLint. A wrong sample states the reports in comments.
import plugin from "@asyncio-ts/eslint-plugin";
import { describe, expect, test } from "vitest";
import { eslints } from "./eslints.ts";
import { configOf } from "./linted.ts";
import { type PageSample, pages, pageSamples } from "./rule-pages.ts";
import { typedFiles } from "./typed-files.ts";

const samples = pageSamples();
const files = typedFiles(new Map(samples.map(({ name, code }) => [name, code])));

test("each rule has a page, to which its description links, with right and wrong samples", () => {
  expect(pages.sort()).toEqual(Object.keys(plugin.rules).sort());
  for (const [name, { meta }] of Object.entries(plugin.rules)) {
    expect(meta.docs.url.endsWith(`/docs/rules/${name}.md`), name).toBe(true);
    const kinds = samples.filter(({ rule }) => rule === name).map(({ isWrong }) => isWrong);
    expect(new Set(kinds).size, name).toBe(2);
  }
});

test("the wrong samples show each message of each rule", () => {
  for (const [name, { meta }] of Object.entries(plugin.rules)) {
    const shown = samples.filter(({ rule }) => rule === name).flatMap(({ reported }) => reported.map(({ messageId }) => messageId));
    const all = Object.keys(meta.messages).filter((id) => !/^(add|use)[A-Z]/.test(id));
    expect([...new Set(shown)].sort(), name).toEqual(all.sort());
  }
});

test.each(samples.filter(({ isWrong }) => !isWrong))("the right sample $name type-checks", ({ name }) => {
  expect(files.errorsIn(name)).toEqual([]);
});

describe.each(eslints)("ESLint $ESLint.version", ({ Linter, RuleTester }) => {
  Object.assign(RuleTester, { describe, it: test });
  const tester = new RuleTester({ languageOptions: files.languageOptions });

  describe.each(samples)("the sample $name", (sample) => {
    const { rule, name, code, options, reported } = sample;
    const test = { name, code, filename: files.pathOf(name), options: options ? [options] : [] };
    const { counts, output } = corrections(new Linter(), sample);
    const errors = reported.map((error, index) => ({ ...error, ...(counts[index] && { suggestions: counts[index] }) }));
    tester.run(
      rule,
      plugin.rules[rule],
      errors.length > 0 ? { valid: [], invalid: [{ ...test, errors, output }] } : { valid: [test], invalid: [] },
    );
  });
});

/** Returns the number of suggestions of each report, and the code after one round of fixes. RuleTester wants both stated; corrections have tests of their own. */
function corrections(linter: InstanceType<(typeof eslints)[0]["Linter"]>, { rule, name, code, options }: PageSample) {
  const config = configOf(files, { [`asyncio-ts/${rule}`]: ["error", ...(options ? [options] : [])] });
  const messages = linter.verify(code, config, files.pathOf(name));
  let output = code;
  for (const { fix } of messages.reverse()) if (fix) output = output.slice(0, fix.range[0]) + fix.text + output.slice(fix.range[1]);
  return { counts: messages.reverse().map(({ suggestions }) => suggestions?.length ?? 0), output: output === code ? null : output };
}
