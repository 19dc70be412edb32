import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gte, satisfies } from "semver";
import { describe, expect, inject, test } from "vitest";
import { publicPackages } from "../checks/public-packages.ts";
import { Repository } from "./repository.ts";

const repository = new Repository(inject("repository"));
const packages = repository.packages();

interface Document {
  "dist-tags": Record<string, string>;
  versions: Record<string, { dependencies?: Record<string, string> }>;
}

/** Returns the registry's documents of all packages. */
async function published(): Promise<Record<string, Document>> {
  const documents = packages.map(async ({ name }) => {
    const response = await fetch(`${inject("registry")}${name.replace("/", "%2f")}`);
    return [name, (await response.json()) as Document] as const;
  });
  return Object.fromEntries(await Promise.all(documents));
}

const before = new Map(publicPackages(join(import.meta.dirname, "../..")).map(({ name, manifest }) => [name, manifest.version]));

test("the release has every public package and uses up all changesets", () => {
  expect(packages.map(({ name }) => name)).toEqual([...before.keys()]);
  expect(repository.changesets()).toEqual([]);
});

describe.each(packages)("$name", ({ name, folder, manifest }) => {
  test("the first version is 1.0.0, and later versions never go back", () => {
    const last = before.get(name)!;
    expect(last === "0.0.0" ? manifest.version === "1.0.0" : gte(manifest.version, last)).toBe(true);
  });

  test("its ranges accept the released versions of our packages", () => {
    const ours = packages.filter((one) => manifest.dependencies?.[one.name] !== undefined);
    for (const one of ours) expect(satisfies(one.manifest.version, manifest.dependencies![one.name]!)).toBe(true);
  });

  test("its changelog describes this version", () => {
    const changelog = readFileSync(join(repository.folder, folder, "CHANGELOG.md"), "utf8");
    expect(changelog.slice(0, changelog.indexOf("\n"))).toBe(`# ${name}`);
    expect(changelog).toMatch(new RegExp(`^## ${manifest.version.replaceAll(".", "\\.")}\n\n### (Major|Minor|Patch) Changes\n\n- `, "m"));
  });

  test("the registry has this version as latest", async () => {
    const { "dist-tags": tags, versions } = (await published())[name]!;
    expect(tags).toEqual({ latest: manifest.version });
    expect(Object.keys(versions)).toEqual([manifest.version]);
    expect(versions[manifest.version]!.dependencies).toEqual(manifest.dependencies);
  });
});

test("publishing again changes nothing", async () => {
  const once = await published();
  expect(await repository.publish()).toContain("No unpublished projects to publish");
  expect(await published()).toEqual(once);
});
