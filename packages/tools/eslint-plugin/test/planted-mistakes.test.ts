// Programs of the guide, each with one planted mistake. Without it the plugin finds nothing in them.
import plugin from "@asyncio-ts/eslint-plugin";
import { describe, expect, test } from "vitest";
import { programsOf } from "./guide-samples.ts";
import { findingsIn } from "./linted.ts";
import { planted, plantedStrictly } from "./planted-mistakes.ts";

const programs = programsOf("docs/guide/*.md");
const { recommended, strict } = plugin.configs;

describe.each([
  { name: "recommended", mistakes: planted, rules: recommended.rules },
  { name: "strict", mistakes: plantedStrictly, rules: strict.rules },
])("the configuration $name", ({ mistakes, rules }) => {
  const wrong = mistakes.map(([program, code, mistake], index) => {
    const right = programs.get(`${program}.ts`) ?? "";
    return [`${index}-${program}.ts`, right.replace(code, () => mistake)] as const;
  });
  const before = findingsIn(programs, rules);
  const after = findingsIn(new Map(wrong), rules);

  test.each(mistakes.map((each, index) => [...each, index] as const))(
    "in %s finds %s as %s by %s",
    (program, code, mistake, rule, index) => {
      const right = programs.get(`${program}.ts`);
      expect(right).toContain(code);
      const first = right!.slice(0, right!.indexOf(code)).split("\n").length;
      const last = first + mistake.split("\n").length - 1;
      const own = after.get(wrong[index]![0])!;
      expect(own.map((finding) => finding.rule)).toContain(rule);
      // In the lines of the mistake, or in the handler around them.
      const at = rule === "no-swallowed-cancel" ? first - 8 : first;
      const known = before.get(`${program}.ts`)!.map(({ message }) => message);
      const elsewhere = own.filter(({ line, message }) => !known.includes(message) && (line < at || line > last));
      expect(elsewhere).toEqual([]);
    },
  );
});
