import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, test } from "vitest";
import { publicPackages } from "../public-packages.ts";
import { Repository } from "./repository.ts";

const repository = new Repository(inject("repository"));
const packages = repository.packages();

interface Document {
  "dist-tags": Record<string, string>;
  versions: Record<string, { dependencies?: Record<string, string> }>;
}

/** What the registry says of all packages. */
async function published(): Promise<Record<string, Document>> {
  const documents = packages.map(async ({ name }) => {
    const response = await fetch(`${inject("registry")}${name.replace("/", "%2f")}`);
    return [name, (await response.json()) as Document] as const;
  });
  return Object.fromEntries(await Promise.all(documents));
}

test("every public package of the working tree is in the release", () => {
  const names = publicPackages(join(import.meta.dirname, "../..")).map(({ name }) => name);
  expect(packages.map(({ name }) => name)).toEqual(names);
  expect(names).toContain("asyncio-ts");
});

describe.each(packages)("$name", ({ name, folder, manifest }) => {
  test("is 1.0.0, and needs its neighbours from 1.0.0 on", () => {
    expect(manifest.version).toBe("1.0.0");
    const ours = Object.entries(manifest.dependencies ?? {}).filter(([other]) => packages.some((one) => one.name === other));
    expect(ours.map(([, range]) => range)).toEqual(ours.map(() => "^1.0.0"));
  });

  test("has a changelog of its own, which tells of this version", () => {
    const changelog = join(repository.folder, folder, "CHANGELOG.md");
    expect(existsSync(changelog)).toBe(true);
    expect(readFileSync(changelog, "utf8")).toMatch(new RegExp(`^# ${name}\n\n## 1\\.0\\.0\n\n### Major Changes\n\n- `));
  });

  test("is published as the latest", async () => {
    const { "dist-tags": tags, versions } = (await published())[name]!;
    expect(tags).toEqual({ latest: "1.0.0" });
    expect(Object.keys(versions)).toEqual(["1.0.0"]);
    expect(versions["1.0.0"]!.dependencies).toEqual(manifest.dependencies);
  });
});

test("publishing again changes nothing", async () => {
  const before = await published();
  expect(await repository.publish()).toContain("No unpublished projects to publish");
  expect(await published()).toEqual(before);
});
