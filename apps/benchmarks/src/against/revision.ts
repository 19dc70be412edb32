import { execFileSync } from "node:child_process";
import { cpSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { rolldown } from "rolldown";

const root = fileURLToPath(new URL("../../../../", import.meta.url));
const ENTRY = "entry";

/** The packages that the compared rows import, in one module. */
export const compared = ["asyncio-ts", "@asyncio-ts/promise"];

/**
 * Bundles the packages as they are at a revision into one module. Both builds are made in this way, with the tools of the working
 * tree, so that only the sources differ.
 *
 * @param revision a commit; null for the working tree
 * @param folder an empty folder for the sources and the module
 * @returns the module
 * @throws Error if git does not know the revision
 */
export async function buildAt(revision: string | null, folder: string): Promise<string> {
  mkdirSync(folder);
  if (revision === null) cpSync(join(root, "packages"), join(folder, "packages"), { recursive: true, filter: isSource });
  else {
    const archive = execFileSync("git", ["archive", revision, "packages"], { cwd: root, maxBuffer: 2 ** 30 });
    execFileSync("tar", ["-x", "-C", folder], { input: archive });
  }
  const sources = sourcesIn(folder);
  const bundle = await rolldown({
    input: ENTRY,
    external: /^node:/,
    platform: "neutral",
    // The options of the packages decide where the fields of a class are initialised.
    tsconfig: `${root}tsconfig.base.json`,
    transform: { define: { __VERSION__: `"${revision ?? "working tree"}"` } },
    plugins: [
      {
        name: "sources",
        resolveId: (id) => (id === ENTRY ? id : (sources.get(id) ?? null)),
        load: (id) => (id === ENTRY ? compared.map((name) => `export * from "${name}";`).join("\n") : null),
      },
    ],
  });
  const file = join(folder, "build.mjs");
  await bundle.write({ file, format: "esm" });
  return file;
}

/** Whether a file is part of the sources, so that it is copied. */
function isSource(path: string): boolean {
  return !/\/(node_modules|dist|test|\.[^/]*)$/.test(path);
}

/** Returns the source of each entry and each `#import` of the packages in a folder. */
function sourcesIn(folder: string): Map<string, string> {
  const sources = new Map<string, string>();
  for (const file of globSync("packages/{*,*/*}/package.json", { cwd: folder })) {
    const { name, exports = {}, imports = {} } = JSON.parse(readFileSync(join(folder, file), "utf8"));
    const add = (specifier: string, path: string) => {
      sources.set(specifier, resolve(folder, dirname(file), path.replace("/dist/", "/src/").replace(/\.js$/, ".ts")));
    };
    for (const [path, entry] of Object.entries<{ default?: string }>(exports)) if (entry.default) add(name + path.slice(1), entry.default);
    for (const [specifier, entry] of Object.entries<string | { default: string }>(imports))
      add(specifier, typeof entry === "string" ? entry : entry.default);
  }
  return sources;
}
