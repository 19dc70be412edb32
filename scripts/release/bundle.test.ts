// Bundles small programs, which use the published packages, with esbuild and with Vite.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { bundledSize } from "@asyncio-ts/benchmarks/src/bundle.ts";
import { budgets } from "@asyncio-ts/benchmarks/src/budgets.ts";
import { build, type Rolldown } from "vite";
import { beforeAll, describe, expect, inject, test, vi } from "vitest";
import { Repository } from "./repository.ts";
import { UserProject } from "./user-project.ts";

const repository = new Repository(inject("repository"));
const libraries = repository.packages().filter(({ manifest }) => manifest.exports);

/** The packages that no page uses. */
const onNode = /\/(?:node|bullmq|unplugin)$/;

/** Each returns the size of a user's program, bundled, minified and gzipped. */
const bundlers: Record<string, (program: string) => Promise<number>> = {
  esbuild: (program) => bundledSize({ entryPoints: [program], external: ["node:*", "rxjs"] }),
  Vite: async (program) => {
    // Vite takes the mode from it.
    vi.stubEnv("NODE_ENV", "production");
    const { output } = (await build({
      configFile: false,
      logLevel: "silent",
      build: { write: false, target: "es2022", modulePreload: false, rolldownOptions: { input: program, external: /^node:|^rxjs/ } },
    })) as Rolldown.RolldownOutput;
    const code = output.map((file) => ("code" in file ? file.code : "")).join("");
    return code.trim() === "" ? 0 : gzipSync(code, { level: 9 }).length;
  },
};

let user: UserProject;
beforeAll(async () => {
  user = new UserProject("page");
  await user.install(...libraries.map(({ name }) => name));
  for (const { program } of budgets)
    user.write(fileOf(program), readFileSync(join(repository.folder, `apps/benchmarks/src/bundles/${program}.ts`), "utf8"));
});

describe.each(Object.entries(bundlers))("%s", (bundler, sizeOf) => {
  test.each(budgets)("a page for production with $title is within its budget", async ({ program, title, production }) => {
    const size = await sizeOf(join(user.folder, fileOf(program)));
    console.log(`${bundler}: ${title}: ${size} bytes of ${production}`);
    expect(size).toBeGreaterThan(1_000);
    expect(size).toBeLessThanOrEqual(production);
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

function fileOf(program: string): string {
  return `${program.replace("/", "-")}.ts`;
}
