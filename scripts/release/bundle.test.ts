// Bundles a page's program, which uses the published packages, with esbuild and with Vite.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundledSize } from "@asyncio-ts/benchmarks/src/bundle.ts";
import { budget } from "@asyncio-ts/benchmarks/src/workloads/bundle.ts";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { Repository } from "./repository.ts";
import { UserProject } from "./user-project.ts";

const repository = new Repository(inject("repository"));
const libraries = repository.packages().filter(({ manifest }) => manifest.exports);

/** The packages that no page uses. */
const onNode = /\/(?:node|bullmq)$/;

/** Each returns the size of a user's program, bundled, minified and gzipped. */
const bundlers: Record<string, (program: string) => Promise<number>> = {
  esbuild: (program) => bundledSize({ entryPoints: [program] }),
  Vite: async (program) => {
    const { output } = (await build({
      configFile: false,
      logLevel: "silent",
      build: { write: false, target: "es2022", modulePreload: false, rolldownOptions: { input: program, external: /^node:/ } },
    })) as Rolldown.RolldownOutput;
    const code = output.map((file) => ("code" in file ? file.code : "")).join("");
    return code.trim() === "" ? 0 : gzipSync(code, { level: 9 }).length;
  },
};

let user: UserProject;
beforeAll(async () => {
  user = new UserProject("page");
  await user.install(...libraries.map(({ name }) => name));
  user.write("page.ts", readFileSync(join(repository.folder, "apps/benchmarks/src/bundles/asyncio-ts.ts"), "utf8"));
});

describe.each(Object.entries(bundlers))("%s", (bundler, sizeOf) => {
  test("a program that spawns, sleeps and cancels is within the size budget", async () => {
    const size = await sizeOf(join(user.folder, "page.ts"));
    console.log(`${bundler}: ${size} bytes of ${budget}`);
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThanOrEqual(budget);
  });

  test.each(libraries.filter(({ name }) => !onNode.test(name)))(
    "an unused import of $name adds nothing to the bundle",
    async ({ name }) => {
      const program = `unused-${name.replace("/", "-")}.ts`;
      user.write(program, `import * as unused from "${name}"; import "${name}";`);
      expect(await sizeOf(join(user.folder, program))).toBe(0);
    },
  );
});
