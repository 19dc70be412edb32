import { spawn, spawnSync } from "node:child_process";
import { createInterface } from "node:readline";

/**
 * Installs missing packages. The output of pnpm is shown only if that fails.
 *
 * @param {...string} options options of `pnpm install`
 * @returns {string | undefined} a text if the installation failed
 */
export function install(...options) {
  console.log("» Installing missing packages …");
  const pnpm = spawnSync("pnpm", ["install", "--frozen-lockfile", ...options], { encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
  if (pnpm.status === 0) return undefined;
  console.log(pnpm.error ?? pnpm.stdout + pnpm.stderr);
  return "The packages could not be installed";
}

/**
 * Lets turbo run tasks, and prints a line for each as it begins. Tasks of unchanged packages do not run.
 *
 * @param {string} title the work, such as "Building"
 * @param {string[]} args the tasks and turbo's options
 * @returns {Promise<string | undefined>} the output of turbo if a task failed
 */
export async function runTasks(title, args) {
  console.log(`» ${title} …`);
  // Compilers would leave a cache in the temporary folder.
  const env = { ...process.env, TURBO_TELEMETRY_DISABLED: "1", NODE_DISABLE_COMPILE_CACHE: "1" };
  const options = ["exec", "turbo", "run", ...args, "--output-logs=hash-only"];
  const turbo = spawn("pnpm", options, { env, stdio: ["ignore", "pipe", "pipe"] });
  const status = new Promise((resolve) => turbo.on("close", resolve).on("error", resolve));
  let output = "";
  turbo.stderr.on("data", (data) => (output += data));
  for await (const line of createInterface({ input: turbo.stdout })) {
    output += `${line}\n`;
    const task = /^(\S+): cache (?:miss|bypass)/.exec(line)?.[1];
    if (task !== undefined) console.log(`  ${task.replace(/^(?:\/\/|([^:]+)):/, (_, name) => `${name ?? "repository"} `)}`);
  }
  return (await status) === 0 ? undefined : output;
}
