import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";

/** The folders of the gallery and of the packages. */
const folders = ["apps/demo", "packages/asyncio", ...["core", "interop", "adapters"].flatMap((floor) => inside(`packages/${floor}`))];

/** A file with the fingerprint of the sources of the latest build. It goes with the installed packages. */
const stamp = "node_modules/.gallery-build";

/** Returns whether the gallery is built from the present sources. */
export function isBuilt() {
  return existsSync(stamp) && folders.every((folder) => existsSync(`${folder}/dist`)) && readFileSync(stamp, "utf8") === fingerprint();
}

/**
 * Installs the tools and the packages that the gallery needs, and no others, then builds the gallery.
 *
 * @returns {string | undefined} the output of a failure
 */
export function build() {
  const sources = fingerprint();
  const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"));
  const install = "pnpm install --frozen-lockfile --filter '@asyncio-ts/demo...'";
  const turbo = "node_modules/.bin/turbo run build --filter=@asyncio-ts/demo --output-logs=errors-only";
  const npx = ["-y", "--prefer-offline", "--package", packageManager, "--call", `${install} && ${turbo}`];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr, error } = spawnSync("npx", npx, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (status !== 0) return error ? String(error) : stdout + stderr;
  mkdirSync("node_modules", { recursive: true });
  writeFileSync(stamp, sources);
  return undefined;
}

/** Returns a hash of the sizes and times of the files that an installation and a build read. */
function fingerprint() {
  const shared = ["pnpm-lock.yaml", "tsconfig.base.json", ...inside("scripts/build")];
  const own = folders.flatMap((folder) => ["package.json", "tsconfig.json", "src"].map((name) => `${folder}/${name}`));
  const hash = createHash("sha1");
  for (const path of [...shared, ...own].flatMap(withContent)) {
    const { size, mtimeMs } = statSync(path);
    hash.update(`${path} ${size} ${mtimeMs}\n`);
  }
  return hash.digest("hex");
}

/** Returns a path and, of a folder, all paths in it. */
function withContent(path) {
  return statSync(path).isDirectory() ? [path, ...inside(path).flatMap(withContent)] : [path];
}

function inside(folder) {
  return readdirSync(folder).flatMap((name) => (name === "node_modules" || name === ".turbo" ? [] : `${folder}/${name}`));
}
