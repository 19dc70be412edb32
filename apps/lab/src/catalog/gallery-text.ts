/** Matches the import of the gallery's own functions. */
const HARNESS = /^import \{ ([^}]*) \} from "\.\.\/harness\.ts";\n/m;
const FRONT_DOOR = /^import \{([^}]*)\} from "asyncio-ts";$/m;

/** What takes the place of the gallery's functions. */
const CLOCKS = {
  strftime: 'const strftime = (_format: "%X") =>\n  new Date(getRunningLoop().time()).toISOString().slice(11, 19);\n',
  time: "const time = () => getRunningLoop().time();\n",
};

/** Returns the text of a program of the gallery as a program that stands alone. */
export function galleryText(source: string): string {
  const names = HARNESS.exec(source)?.[1]?.split(", ") ?? [];
  const clocks = (Object.keys(CLOCKS) as (keyof typeof CLOCKS)[]).filter((name) => names.includes(name));
  const imported = [...(names.includes("run") ? ["run"] : []), ...(clocks.length > 0 ? ["getRunningLoop"] : [])];
  const text = withImports(source.replace(HARNESS, ""), imported);
  const lines = text
    .replaceAll(/(?<![.\w])print\(/g, "console.log(")
    .trimStart()
    .split("\n");
  const afterImports = lines.findLastIndex((line) => /^(?:import .*|\}) from ".*";$/.test(line)) + 1;
  lines.splice(afterImports, 0, ...clocks.flatMap((name) => `\n${CLOCKS[name].trimEnd()}`.split("\n")));
  return lines.join("\n");
}

function withImports(source: string, names: readonly string[]): string {
  if (names.length === 0) return source;
  const present = FRONT_DOOR.exec(source);
  if (present === null) return `import { ${names.join(", ")} } from "asyncio-ts";\n${source}`;
  const before = present[1]!.split(",").map((name) => name.trim());
  const all = [...before.filter((name) => name !== "" && !names.includes(name)), ...names];
  return source.replace(FRONT_DOOR, importOf(all));
}

function importOf(names: readonly string[]): string {
  const line = `import { ${names.join(", ")} } from "asyncio-ts";`;
  return line.length <= 76 ? line : `import {\n${names.map((name) => `  ${name},\n`).join("")}} from "asyncio-ts";`;
}
