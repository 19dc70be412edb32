// The files of each published package, its package.json and its README.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { describe, expect, test } from "vitest";
import { publicPackages } from "../checks/public-packages.ts";
import { distFiles } from "../build/dist-files.mjs";
import { reachedFiles } from "../build/reached-files.mjs";
import { samplesIn } from "../checks/samples.ts";

const root = join(import.meta.dirname, "../..");
const packages = publicPackages(root);
const libraries = packages.filter(({ manifest }) => manifest.exports);

const folders = packages.map(({ folder }) => join(root, folder));
const dryRun = execFileSync("npm", ["pack", "--dry-run", "--json", ...folders], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] });
const packed: { name: string; files: { path: string }[] }[] = JSON.parse(dryRun);

function filesOf(name: string): string[] {
  return packed.find((one) => one.name === name)?.files.map((file) => file.path) ?? [];
}

describe.each(packages)("$name", ({ name, folder, manifest }) => {
  const text = (file: string): string => readFileSync(join(root, folder, file), "utf8");

  test("the manifest has a description, a licence, a repository and engines", () => {
    expect(manifest).toMatchObject({
      description: expect.stringMatching(/^[A-Z]|^asyncio/),
      license: "MIT",
      repository: { type: "git", directory: folder },
      type: "module",
      publishConfig: { access: "public" },
      engines: { node: ">=20.19" },
    });
  });

  test("the tarball has the build, the sources, a README, a licence and a changelog, and nothing else", () => {
    const files = filesOf(name);
    const [changelog, ...folders] = manifest.files;
    expect(changelog).toBe("CHANGELOG.md");
    expect(files).toEqual(expect.arrayContaining(["LICENSE", "README.md", "package.json"]));
    for (const one of folders) expect(files).toContainEqual(expect.stringMatching(`^${one}/`));
    const named = new RegExp(`^(${folders.join("|")})/|^(LICENSE|README\\.md|CHANGELOG\\.md|package\\.json)$`);
    expect(files.filter((file) => !named.test(file))).toEqual([]);
  });

  test("the README installs the imports of its sample, and names the licence", () => {
    const readme = text("README.md");
    expect(readme).toMatch(new RegExp(`^# ${name}\n`));
    expect(readme).toContain("MIT licence.");
    const installed = (readme.match(/^(npm install|npx) .*$/gm) ?? []).flatMap((line) => line.split(" "));
    expect(installed).toContain(name);
    if (!manifest.exports) return;
    const imports = samplesIn("README.md", readme).flatMap(({ code }) => [...code.matchAll(/ from "((?!node:)[^."][^"]*)"/g)]);
    for (const [, specifier] of imports) expect(installed).toContain(packageOf(specifier!));
  });
});

describe.each(libraries)("$name", ({ name, folder: place, manifest }) => {
  const folder = join(root, place);

  test("each entry has a module and its types, and sideEffects names shipped files", () => {
    const files = filesOf(name).map((file) => `./${file}`);
    for (const { browser = {}, workerd, "edge-light": edge, ...entry } of Object.values(manifest.exports!)) {
      // Runtimes of workers set `browser` as well, but have stores of AsyncLocalStorage.
      expect([workerd, edge]).toEqual(browser.production === undefined ? [undefined, undefined] : [entry.default, entry.default]);
      expect(entry).toEqual({ types: expect.stringMatching(/\.d\.ts$/), default: expect.stringMatching(/\.js$/) });
      const { production, ...development } = browser;
      const inEdition = (edition: string) => entry.default.replace("dist/", `dist/${edition}/`);
      expect([undefined, inEdition("page")]).toContain(production);
      expect([{}, { default: inEdition("browser") }]).toContainEqual(development);
      expect(files).toEqual(expect.arrayContaining([...Object.values(entry), ...Object.values(browser)]));
    }
    for (const file of [manifest.sideEffects].flat())
      expect(
        [false, ...files].some((one) => isNamed(one, file)),
        String(file),
      ).toBe(true);
  });

  test("every shipped module is imported by an entry, directly or not", () => {
    const built = filesOf(name).filter((file) => file.startsWith("dist/") && !file.endsWith(".map"));
    const entries = distFiles(manifest).map((file) => `dist/${file}`);
    expect(new Set(built)).toEqual(reachedFiles(folder, entries));
  });

  test("source maps lead to shipped sources", () => {
    const files = filesOf(name);
    const maps = files.filter((file) => file.endsWith(".map"));
    for (const file of files.filter((one) => /^dist\/.*\.[jt]s$/.test(one) && !maps.includes(`${one}.map`))) {
      expect(readFileSync(join(folder, file), "utf8"), file).toMatch(/^((import|export) .*;\n*)+$/);
    }
    for (const map of maps) {
      expect(readFileSync(join(folder, map.replace(/\.map$/, "")), "utf8")).toContain(`sourceMappingURL=${posix.basename(map)}`);
      const sources: string[] = JSON.parse(readFileSync(join(folder, map), "utf8")).sources;
      for (const source of sources) expect(files, `${map}: ${source}`).toContain(posix.join(posix.dirname(map), source));
    }
  });
});

/** Whether an entry of `sideEffects` names a shipped file. A pattern also names the source of a module. */
function isNamed(file: string | boolean, entry: string | boolean | undefined): boolean {
  return (
    file === entry ||
    (typeof entry === "string" && entry.startsWith("**/") && String(file).endsWith(entry.slice(2).replace(/\.js$/, ".ts")))
  );
}

/** Returns the package of an import: `@asyncio-ts/promise` for `@asyncio-ts/promise/async-local-storage`. */
function packageOf(specifier: string): string {
  return specifier
    .split("/")
    .slice(0, specifier.startsWith("@") ? 2 : 1)
    .join("/");
}
