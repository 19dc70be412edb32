import { spawnSync } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";

/**
 * Installs and builds an app before its first start and after a change. If that fails, prints the output and ends the process.
 *
 * Progress goes to stderr, because stdout is the app's.
 *
 * @param {string} app the name of the folder in `apps/`
 * @param {string} title what the app is, for people: "the gallery"
 */
export function ensureBuilt(app, title) {
  if (isBuilt(app)) return;
  console.error(`» Installing and building ${title}: half a minute the first time …`);
  const output = build(app);
  if (output === undefined) return;
  console.error(`${output}\n✗ ${title[0].toUpperCase()}${title.slice(1)} was not built`);
  process.exit(1);
}

/** Returns whether an app is built from the present sources. */
function isBuilt(app) {
  const stamp = stampOf(app);
  const hasOutput = (folder) => existsSync(`${folder}/dist`);
  return existsSync(stamp) && foldersOf(app).every(hasOutput) && readFileSync(stamp, "utf8") === fingerprint(app);
}

/**
 * Installs the tools and the packages that an app needs, and no others, then builds the app.
 *
 * @returns {string | undefined} the output of a failure
 */
function build(app) {
  const sources = fingerprint(app);
  const { packageManager } = JSON.parse(readFileSync("package.json", "utf8"));
  const install = `pnpm install --frozen-lockfile --filter '@asyncio-ts/${app}...'`;
  const turbo = `node_modules/.bin/turbo run build --filter=@asyncio-ts/${app} --output-logs=errors-only`;
  const npx = ["-y", "--prefer-offline", "--package", packageManager, "--call", `${install} && ${turbo}`];
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1" };
  const { status, stdout, stderr, error } = spawnSync("npx", npx, { env, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (status !== 0) return error ? String(error) : stdout + stderr;
  mkdirSync("node_modules", { recursive: true });
  writeFileSync(stampOf(app), sources);
  return undefined;
}

/** Returns the file with the fingerprint of the sources of the latest build. It goes with the installed packages. */
function stampOf(app) {
  return `node_modules/.${app}-build`;
}

/** Returns the folders of an app and of the packages. */
function foldersOf(app) {
  return [`apps/${app}`, "packages/asyncio", ...["core", "interop", "adapters"].flatMap((floor) => inside(`packages/${floor}`))];
}

/** Returns a hash of the sizes and times of the files that an installation and a build read. */
function fingerprint(app) {
  const shared = ["pnpm-lock.yaml", "tsconfig.base.json", ...inside("scripts/build")];
  const own = foldersOf(app).flatMap((folder) => ["package.json", "tsconfig.json", "src"].map((name) => `${folder}/${name}`));
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
