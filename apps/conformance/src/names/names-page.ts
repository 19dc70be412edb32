import { EventLoop } from "asyncio-ts";
import { exportedNames } from "./exported-names.ts";
import { explanations, spellings } from "./placement.ts";
import type { PythonNames } from "./python-names.ts";

const introduction = `Every name of \`asyncio.__all__\` and every method of \`asyncio.AbstractEventLoop\` in CPython 3.14: its name here and its package, or the reason why it has no meaning here. The page is generated: CPython gives the names, the API reports give the packages.`;

export const namesPage: URL = new URL("../../../../docs/conformance/names.md", import.meta.url);

/** Returns the text of the page. @throws Error that lists each name without a counterpart or a reason, and each superfluous reason */
export function pageOf({ names, methods }: PythonNames): string {
  const exported = exportedNames();
  const mistakes: string[] = [];
  const text = [
    "# The names of asyncio",
    introduction,
    "## Names",
    table("asyncio", names, () => undefined),
    "## Methods of the loop",
    table("AbstractEventLoop", methods, (name) => (name in EventLoop.prototype ? `\`loop.${name}\`` : undefined)),
  ].join("\n\n");
  for (const name of [...Object.keys(spellings), ...Object.keys(explanations)]) {
    if (![...names, ...methods].includes(name)) mistakes.push(`${name}: CPython has no such name`);
  }
  if (mistakes.length > 0) throw new Error(`src/names/placement.ts does not fit:\n${mistakes.join("\n")}`);
  return `${text}\n`;

  function table(title: string, rows: string[], methodOf: (camelCased: string) => string | undefined): string {
    const cells = [[title, "here"], ["---", "---"], ...rows.map((name) => [name, cellOf(name, methodOf)])];
    return cells.map((row) => `| ${row.join(" | ")} |`).join("\n");
  }

  function cellOf(name: string, methodOf: (camelCased: string) => string | undefined): string {
    const { name: ours = camelCased(name), remark = "" } = spellings[name] ?? {};
    const place = exported.get(ours);
    const found = methodOf(ours) ?? (place && `\`${ours}\` of ${place}${remark}`);
    const reason = explanations[name];
    if (found !== undefined && reason !== undefined) mistakes.push(`${name}: has a reason, but also ${found}`);
    if (found === undefined && reason === undefined) mistakes.push(`${name}: has neither a counterpart nor a reason`);
    return found ?? reason ?? "";
  }
}

function camelCased(name: string): string {
  return name.replaceAll(/(?<=\w)_(\w)/g, (_, letter: string) => letter.toUpperCase());
}
