// Installs each package alone in an empty project, type-checks it and runs it.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { hasRedis, needsRedis, startRedis } from "../checks/sample-redis.ts";
import { samplesIn } from "../checks/samples.ts";
import { compilers } from "./compilers.ts";
import { Repository } from "./repository.ts";
import { UserProject } from "./user-project.ts";

const repository = new Repository(inject("repository"));

describe.concurrent.each(repository.packages())("$name", ({ name, folder, manifest }) => {
  const readme = readFileSync(join(repository.folder, folder, "README.md"), "utf8");
  const samples = samplesIn("README.md", readme);
  let user: UserProject;

  beforeAll(async () => {
    user = new UserProject(name);
    const optional = Object.keys(manifest.peerDependenciesMeta ?? {});
    const peers = optional.filter((peer) => samples.some(({ code }) => code.includes(` from "${peer}"`)));
    const usesNode = samples.some(({ code }) => code.includes(' from "node:'));
    // The own types of these peers need those of Node.
    user.isLenient = "bullmq" in (manifest.peerDependencies ?? {}) || peers.includes("eslint") || usesNode;
    await user.install(name, ...peers, ...(user.isLenient ? ["@types/node"] : []));
    for (const entry of Object.keys(manifest.exports ?? {})) {
      // An entry for an optional peer needs that peer, which a package alone does not bring.
      const tool = entry.slice("./".length);
      if (optional.includes(tool) || optional.includes(`@${tool}/core`)) continue;
      const specifier = join(name, entry);
      user.write(`all-of-${specifier.replaceAll("/", "-")}.ts`, `export * from "${specifier}";\n`);
    }
    for (const { line, code } of samples) user.write(`sample-${line}.ts`, code);
  });

  test("installs with its changelog, its README and its licence", () => {
    expect(readdirSync(join(user.folder, "node_modules", name))).toEqual(expect.arrayContaining(["CHANGELOG.md", "LICENSE", "README.md"]));
  });

  const isLibrary = manifest.exports !== undefined;

  // A command has nothing to import.
  describe.skipIf(!isLibrary).each(Object.keys(compilers))("under TypeScript %s", (version) => {
    test.each(["bundler", "nodenext"] as const)("all entries and samples type-check with moduleResolution %s", async (resolution) => {
      expect(await user.typeCheck(version, resolution)).toBe("");
    });
  });

  // There is no redis-server: apt-get install redis-server.
  test.skipIf(!isLibrary || (!hasRedis && samples.some(needsRedis)))(
    "the README's sample runs and prints the output that the README states",
    async ({ onTestFinished }) => {
      expect(samples.length).toBeGreaterThan(0);
      const redis = samples.some(needsRedis) ? await startRedis() : null;
      onTestFinished(() => redis?.stop());
      const variables = redis === null ? {} : { REDIS_URL: redis.url };
      for (const { line, prints } of samples) expect(await user.run(`sample-${line}`, variables)).toBe(prints);
    },
  );
});
