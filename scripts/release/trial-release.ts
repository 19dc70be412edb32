// Runs before all tests: versions the packages and publishes them to a registry on this machine.
import { mkdirSync, mkdtempSync } from "node:fs";
import { rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { TestProject } from "vitest/node";
import { outputOf } from "./program.ts";
import { startRegistry } from "./registry.ts";
import { Repository } from "./repository.ts";

declare module "vitest" {
  interface ProvidedContext {
    /** A folder outside the repository, for the folders of tests. */
    outside: string;
    /** The copy that was published. */
    repository: string;
    registry: string;
  }
}

export default async function trialRelease(project: TestProject): Promise<() => Promise<void>> {
  const root = join(import.meta.dirname, "../..");
  const outside = mkdtempSync(join(tmpdir(), "release-"));
  const folder = (name: string): string => {
    mkdirSync(join(outside, name));
    return join(outside, name);
  };
  const upstream = (await outputOf(root, "npm", ["config", "get", "registry"])).trim();
  const registry = await startRegistry(folder("registry"), upstream);
  const tearDown = async (): Promise<void> => {
    registry.close();
    await rm(outside, { recursive: true, force: true, maxRetries: 3 });
  };
  try {
    console.log("» Copying the repository, and installing the copy …");
    const repository = await Repository.copy(root, folder("repository"), registry.url);
    console.log("» Versioning, building and publishing it …");
    if (repository.changesets().length > 0) await repository.version();
    await repository.publish();
    project.provide("outside", outside);
    project.provide("repository", repository.folder);
    project.provide("registry", registry.url);
    return tearDown;
  } catch (error) {
    await tearDown();
    throw error;
  }
}
