import { readFileSync } from "node:fs";

/** The packages with names of asyncio, in the order in which a name is looked up. */
const packages = ["loop", "tasks", "sync", "streams", "node", "promise"];
const reports = new URL("../../../../docs/api/", import.meta.url);

/** Returns the package of each name that a program can import, as the API reports list them. */
export function exportedNames(): Map<string, string> {
  const found = new Map<string, string>();
  for (const name of packages) {
    const report = readFileSync(new URL(`${name}.api.md`, reports), "utf8");
    const declared = report.matchAll(
      /^export (?:declare |abstract )*(?:class|const|function|interface|type) (\w+)|^export \{ (?:\w+ as )?(\w+) \}/gm,
    );
    for (const [, declaration, reExport] of declared) {
      const exported = (declaration ?? reExport)!;
      if (!found.has(exported)) found.set(exported, `@asyncio-ts/${name}`);
    }
  }
  return found;
}
