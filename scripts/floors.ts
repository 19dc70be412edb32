// The house's one law (see CONTRIBUTING.md): a package imports only from the floors below it, by name, and says so in its
// package.json. `node scripts/floors.ts` prints every breach in this repository.
import { existsSync, globSync, readFileSync } from "node:fs";
import { builtinModules } from "node:module";
import { basename, dirname, join, relative, resolve } from "node:path";
import ts from "typescript";

const core = ["@asyncio-ts/loop", "@asyncio-ts/tasks", "@asyncio-ts/sync"];
const promise = "@asyncio-ts/promise";

/** What the packages of a folder may import of ours: a package's own line, else its group's. */
const floors: Record<string, readonly string[]> = {
  "packages/core/loop": [],
  "packages/core/tasks": core.slice(0, 1),
  "packages/core/sync": core.slice(0, 2),
  "packages/asyncio": core,
  "packages/interop": core,
  "packages/adapters": core,
  "packages/adapters/node": [...core, promise],
  "packages/adapters/browser": [...core, promise],
  "packages/adapters/bullmq": [...core, promise],
  "packages/tools": [],
};

/** These run anywhere, so nothing of Node's is theirs to import. */
const everywhere = ["packages/core/", "packages/asyncio", "packages/interop/"];

/** But for these, which say so in their names. */
const nodes = ["packages/interop/promise/src/async-local-storage.ts"];

/** Names that say nothing: a file is called after the thing in it. */
const nameless = /^(utils?|types?|helpers?|common)\./;

/** Every breach below `root`, as `file: what is wrong`. */
export function breaches(root: string): string[] {
  const manifests = globSync(["packages/*/package.json", "packages/*/*/package.json", "apps/*/package.json"], { cwd: root });
  return manifests
    .map(dirname)
    .toSorted()
    .flatMap((folder) => breachesOf(root, folder));
}

function breachesOf(root: string, folder: string): string[] {
  const manifest = JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8"));
  const declared = Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies });
  const below = floors[folder] ?? floors[dirname(folder)];
  const found: string[] = [];
  if (!below && folder.startsWith("packages/")) found.push(`${folder}: stands on no floor; give it one in scripts/floors.ts`);

  for (const file of globSync(`${folder}/{src,test}/**/*.ts`, { cwd: root }).toSorted()) {
    if (nameless.test(basename(file))) found.push(`${file}: call the file after the thing in it`);
    for (const specifier of importsOf(join(root, file))) {
      const wrong = specifier.startsWith(".")
        ? leavesPackage(file, specifier)
        : file.startsWith(`${folder}/src/`) && misses(file, specifier);
      if (wrong) found.push(`${file}: imports ${specifier}, ${wrong}`);
    }
  }
  return found;

  function leavesPackage(file: string, specifier: string): string | false {
    const target = relative(folder, join(dirname(file), specifier));
    return target.startsWith("..") && existsSync(resolve(root, folder, target)) && "from another package: import it by its name";
  }

  function misses(file: string, specifier: string): string | false {
    if (specifier.startsWith("node:") || builtinModules.includes(specifier)) {
      return everywhere.some((start) => folder.startsWith(start)) && !nodes.includes(file) && "which only Node has";
    }
    if (specifier.startsWith("#")) return manifest.imports?.[specifier] === undefined && "which its package.json does not name";
    const name = specifier.split("/", specifier.startsWith("@") ? 2 : 1).join("/");
    const ours = name === "asyncio-ts" || name.startsWith("@asyncio-ts/");
    if (ours && below && !below.includes(name)) return "which is not on a floor below";
    return !declared.includes(name) && "which its package.json does not name";
  }
}

function importsOf(path: string): string[] {
  return ts.preProcessFile(readFileSync(path, "utf8")).importedFiles.map((file) => file.fileName);
}

if (import.meta.main) {
  const found = breaches(".");
  for (const breach of found) console.error(breach);
  process.exitCode = found.length > 0 ? 1 : 0;
}
