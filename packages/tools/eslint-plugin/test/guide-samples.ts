import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";

const root = join(import.meta.dirname, "../../../..");

/** Returns the programs of Markdown files, by page and position. */
export function programsOf(pattern: string): Map<string, string> {
  const files = globSync(pattern, { cwd: root, exclude: (path) => path.includes("node_modules") || path.includes("eslint-plugin") }).sort();
  const programs = files.flatMap((file) => {
    const samples = [...readFileSync(join(root, file), "utf8").matchAll(/^```ts\b.*\n([\s\S]*?)^```$/gm)];
    return samples.map(([, code], index) => [`${nameOf(file)}-${index}.ts`, code!] as const);
  });
  return new Map(programs);
}

/** Returns the programs of a folder, by name. */
export function programsIn(folder: string): Map<string, string> {
  const files = globSync("*.ts", { cwd: join(root, folder) }).sort();
  return new Map(files.map((file) => [file, readFileSync(join(root, folder, file), "utf8")]));
}

function nameOf(file: string): string {
  return file.includes("/guide/") ? basename(file, ".md") : file.replaceAll("/", "-").replace(".md", "");
}
