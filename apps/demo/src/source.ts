import { readFile } from "node:fs/promises";
import { styleText } from "node:util";
import type { Program } from "./gallery.ts";

type Style = Parameters<typeof styleText>[0];

/** The styles of the parts of a program: the first pattern that matches is the part. */
const styles: [pattern: string, style: Style][] = [
  [String.raw`\/\/.*|\/\*\*.*?\*\/`, "dim"],
  [String.raw`"(?:[^"\\]|\\.)*"|` + "`[^`]*`", "green"],
  [String.raw`\b\d[\d_]*\b`, "yellow"],
  [String.raw`\b(?:yield|await|return|throw|try|catch|finally)\b\*?`, "magenta"],
  [String.raw`\b(?:import|from|export|type|interface|const|let|using|function|if|else|for|of|in|while|new|class|typeof|as)\b\*?`, "blue"],
  [String.raw`\b(?:true|false|null|undefined|this)\b`, "yellow"],
  [String.raw`\b[A-Za-z_]\w*(?=\()`, "cyan"],
];

const part = new RegExp(styles.map(([pattern]) => `(${pattern})`).join("|"), "g");

/** Returns the text of a program. */
export async function sourceOf({ name }: Program): Promise<string> {
  return (await readFile(new URL(`../src/programs/${name}.ts`, import.meta.url), "utf8")).trimEnd();
}

/** Returns the text of a function of a program. @throws Error if there is no such function */
export function functionIn(source: string, name: string): string {
  const found = new RegExp(String.raw`^function\*? ${name}\(.*?^\}$`, "ms").exec(source);
  if (found === null) throw new Error(`there is no function ${name}`);
  return found[0];
}

/** Colours the lines of a program. */
export function highlighted(source: string): string[] {
  return source.split("\n").map((line) =>
    line.replace(part, (text, ...groups: unknown[]) => {
      const index = groups.findIndex((group) => group !== undefined);
      return styleText(styles[index]![1], text);
    }),
  );
}
