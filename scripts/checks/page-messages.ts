// Generates the list of the codes that pages in production show in place of messages, from the sources.
// `pnpm lint:messages` prints the mistakes; with `--write`, it writes the list first.
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { listPage } from "@asyncio-ts/test-helpers/page-messages";
import { codeOf, textsIn } from "../build/page-texts.mjs";
import { publicPackages } from "./public-packages.ts";

/** Returns the text of each code in the packages below `root` that have an edition for pages in production. */
export function messagesOf(root: string): { messages: Map<string, string>; clashes: string[] } {
  const messages = new Map<string, string>();
  const clashes: string[] = [];
  const folders = publicPackages(root).flatMap(({ folder, manifest }) => (hasPageEdition(manifest.exports ?? {}) ? [folder] : []));
  for (const file of folders.flatMap((folder) => globSync(`${folder}/src/**/*.ts`, { cwd: root }))) {
    for (const text of textsIn(readFileSync(join(root, file), "utf8"), "ts")) {
      const code = codeOf(text);
      const other = messages.get(code);
      if (other !== undefined && other !== text) clashes.push(`${file}: "${text}" has the code of "${other}": change one of them`);
      messages.set(code, text);
    }
  }
  return { messages, clashes };
}

function hasPageEdition(exports: Record<string, { browser?: { production?: string } }>): boolean {
  return Object.values(exports).some(({ browser }) => browser?.production !== undefined);
}

/** Returns the mistakes in the list below `root`. With `write`, writes the list instead of reporting its differences. */
export function messageErrata(root: string, { write = false } = {}): string[] {
  const { messages, clashes } = messagesOf(root);
  const rows = [...messages].toSorted(([a], [b]) => a.localeCompare(b)).map(([code, text]) => row(code, text));
  const page = readFileSync(listPage, "utf8");
  const written = page.replace(/(\| -+ \| -+ \|\n)(\|.*\n)*/, (_, head: string) => `${head}${rows.join("")}`);
  if (written === page) return clashes;
  if (!write) return [...clashes, `${listPage}: the list differs from the sources: \`pnpm lint:messages --write\` writes it`];
  writeFileSync(listPage, written);
  return clashes;
}

function row(code: string, text: string): string {
  return `| ${code} | \`\` ${text.replaceAll("|", "\\|").replaceAll("\n", "⏎")} \`\` |\n`;
}

if (import.meta.main) {
  const found = messageErrata(join(import.meta.dirname, "../.."), { write: process.argv.includes("--write") });
  for (const mistake of found) console.error(mistake);
  if (found.length > 0) process.exitCode = 1;
}
