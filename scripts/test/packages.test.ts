// Packs each published package with npm and installs it alone in an empty folder outside the repository. There it has to
// type-check under a user's strictest settings, and its README's sample has to run on the machine's own Node.
import { execFileSync, spawnSync } from "node:child_process";
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from "vitest";
import { publicPackages } from "../checks/public-packages.ts";
import { outputOf } from "../checks/sample-output.ts";
import { hasRedis, needsRedis, startRedis } from "../checks/sample-redis.ts";
import { samplesIn } from "../checks/samples.ts";

const root = join(import.meta.dirname, "../..");
const outside = mkdtempSync(join(tmpdir(), "packages-"));
afterAll(() => rmSync(outside, { recursive: true }));

const packages = publicPackages(root).filter(({ manifest }) => manifest.exports);

/** The dependencies on packages of others. They come from the workspace, because the test needs no registry. */
const foreign = Object.fromEntries(
  packages.flatMap(({ folder, manifest }) =>
    Object.keys(manifest.dependencies ?? {})
      .filter((dependency) => !/^(@asyncio-ts\/|asyncio-ts$)/.test(dependency))
      .map((dependency) => [dependency, `file:${join(root, folder, "node_modules", dependency)}`]),
  ),
);

let packed: { name: string; filename: string }[];
beforeAll(() => {
  packed = JSON.parse(npm(outside, "pack", "--json", ...packages.map((one) => join(root, one.folder))));
});

describe.each(packages)("$name", ({ name, folder, manifest }) => {
  const entries = Object.keys(manifest.exports!).map((entry) => join(name, entry));
  const peers = Object.keys(manifest.peerDependencies ?? {});
  const samples = samplesIn("README.md", readFileSync(join(root, folder, "README.md"), "utf8"));
  const user = join(outside, name.replace("/", "-"));

  test("installs alone", () => {
    // Our packages come from their tarballs. A package that this one does not declare is not installed.
    const ours = Object.fromEntries(packed.map((one) => [one.name, `file:../${one.filename}`]));
    const { [name]: self, ...others } = ours;
    const overrides = { ...others, ...foreign };
    mkdirSync(user);
    writeFileSync(join(user, "package.json"), JSON.stringify({ type: "module", dependencies: { [name]: self }, overrides }));
    npm(user, "install", "--offline", "--no-audit", "--no-fund", "--legacy-peer-deps");
    // Peers come from the workspace.
    for (const peer of peers) {
      const link = join(user, "node_modules", peer);
      mkdirSync(dirname(link), { recursive: true });
      symlinkSync(join(root, folder, "node_modules", peer), link);
    }
  });

  test("its entries and its README's sample type-check", () => {
    expect(samples.length).toBeGreaterThan(0);
    for (const sample of samples) writeFileSync(join(user, `sample-${sample.line}.ts`), sample.code);
    entries.forEach((entry, i) => writeFileSync(join(user, `everything-of-entry-${i}.ts`), `export * from "${entry}";`));
    // BullMQ's own types need those of Node, and skipLibCheck.
    const isLenient = peers.includes("bullmq");
    const common = ["--strict", "--skipLibCheck", String(isLenient), "--target", "es2022", "--lib", "es2022,dom"];
    const ofNode = ["--types", "node", "--typeRoots", join(root, "node_modules/@types")];
    const usesNode = isLenient || samples.some(({ code }) => code.includes('from "node:'));
    // A package for Node compiles without the types of Node, although a sample may need them.
    for (const [files, types] of [
      [globSync("everything-*.ts", { cwd: user }), isLenient ? ofNode : ["--types", ""]],
      [globSync("sample-*.ts", { cwd: user }), usesNode ? ofNode : ["--types", ""]],
    ] as const) {
      expect(tsc([...common, ...types, "--noEmit", "--module", "esnext", "--moduleResolution", "bundler", ...files])).toBe("");
      expect(tsc([...common, ...types, "--module", "nodenext", "--outDir", "out", ...files])).toBe("");
    }
  });

  // There is no redis-server: apt-get install redis-server.
  test.skipIf(!hasRedis && samples.some(needsRedis))("its README's sample prints the output that the README states", async () => {
    const redis = samples.some(needsRedis) ? await startRedis() : null;
    onTestFinished(() => redis?.stop());
    const env = redis === null ? {} : { REDIS_URL: redis.url };
    for (const sample of samples) {
      expect(await outputOf(join(user, `out/sample-${sample.line}.js`), undefined, env)).toBe(sample.prints);
    }
  });

  function tsc(args: string[]): string {
    return spawnSync("tsc", args, { cwd: user, encoding: "utf8" }).stdout;
  }
});

function npm(cwd: string, ...args: string[]): string {
  return execFileSync("npm", args, { cwd, encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
}
