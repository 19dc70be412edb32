import { readdirSync, readFileSync, rmSync } from "node:fs";
import { join, posix } from "node:path";

/** The files of a build that its entries lead to. A declaration that imports a source means the declaration of that source. */
export function reached(folder, entries) {
  const files = new Set(entries);
  for (const file of files) {
    for (const [, specifier] of readFileSync(join(folder, file), "utf8").matchAll(/\b(?:from|import)\s*\(?"(\.[^"]+)"/g)) {
      const target = posix.join(posix.dirname(file), specifier);
      files.add(file.endsWith(".d.ts") ? target.replace(/\.[jt]s$/, ".d.ts") : target);
    }
  }
  return files;
}

/** Drops the declarations of modules that are nobody's business but the package's. */
export function dropUnreached(folder, manifest) {
  const named = JSON.stringify([manifest.exports, manifest.bin]).matchAll(/dist\/([^"]+)"/g);
  const files = reached(
    folder,
    [...named].map((match) => match[1]),
  );
  for (const entry of readdirSync(folder, { recursive: true, withFileTypes: true })) {
    const file = posix.relative(folder, posix.join(entry.parentPath, entry.name));
    if (entry.isFile() && !files.has(file.replace(/\.map$/, ""))) rmSync(join(folder, file));
  }
}
