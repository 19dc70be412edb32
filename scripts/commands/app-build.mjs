import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";

/** The folders of the packages. */
const packages = ["packages/asyncio", ...["core", "interop", "adapters"].flatMap((floor) => inside(`packages/${floor}`))];

/**
 * Installs and builds an app, unless it is built from the present sources. Progress goes to stderr.
 *
 * @param {string} app the name of its folder
 * @param {string[]} others further folders with sources that it is built from
 * @returns {boolean} whether the app is built
 */
export function ensureBuilt(app, others = []) {
  const folders = [`apps/${app}`, ...others, ...packages];
  // The fingerprint of the sources of the latest build. It goes with the installed packages.
  const stamp = `node_modules/.${app}-build`;
  const sources = fingerprint(folders);
  const isPresent = existsSync(stamp) && existsSync(`apps/${app}/dist`) && readFileSync(stamp, "utf8") === sources;
  if (isPresent) return true;
  console.error(`» Installing and building apps/${app}: half a minute the first time …`);
  const failure = build(`@asyncio-ts/${app}`);
  if (failure === undefined) writeFileSync(stamp, sources);
  else console.error(`${failure}\n✗ apps/${app} was not built`);
  return failure === undefined;
}

/**
 * Installs the tools and the packages that a package needs, and no others, then builds it.
 *
 * @returns {string | undefined} the output of a failure
 */
function build(name) {
  const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"));
  const install = `pnpm install --frozen-lockfile --filter '${name}...'`;
  const turbo = `node_modules/.bin/turbo run build --filter=${name} --output-logs=errors-only`;
  const npx = ["-y", "--prefer-offline", "--package", packageManager, "--call", `${install} && ${turbo}`];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr, error } = spawnSync("npx", npx, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  return status === 0 ? undefined : error ? String(error) : stdout + stderr;
}

/** Returns a hash of the sizes and times of the files that an installation and a build read. */
function fingerprint(folders) {
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
