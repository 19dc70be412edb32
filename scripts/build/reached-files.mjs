import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, posix } from "node:path";

/**
 * Returns the files of a build that its entries import, directly or not, the entries included. If a declaration imports a source,
 * the declaration of that source counts.
 */
export function reachedFiles(folder, entries) {
  const files = new Set(entries);
  for (const file of files) {
    const text = readFileSync(join(folder, file), "utf8");
    // Doc comments show imports of the user's own files.
    const code = file.endsWith(".d.ts") ? text.replace(/\/\*\*[\s\S]*?\*\//g, "") : text;
    for (const [, specifier] of code.matchAll(/\b(?:from|import)\s*\(?"(\.[^"]+)"/g)) {
      const target = posix.join(posix.dirname(file), specifier);
      files.add(file.endsWith(".d.ts") ? target.replace(/\.[jt]s$/, ".d.ts") : target);
    }
  }
  return files;
}

/** Deletes the files of a build that no entry imports: the declarations of a package's inner modules. */
export function dropUnreached(folder, entries) {
  const files = reachedFiles(folder, entries);
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = posix.relative(folder, posix.join(entry.parentPath, entry.name));
    if (entry.isFile() && !files.has(file.replace(/\.map$/, ""))) rmSync(join(folder, file));
  }
}
