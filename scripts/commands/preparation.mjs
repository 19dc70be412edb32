import { spawnSync } from "node:child_process";
import { writeSync } from "node:fs";

/**
 * Installs missing packages, then lets turbo run tasks.
 *
 * @param {string} title the work of turbo, such as "Building"
 * @param {string[]} args the tasks and turbo's options
 * @param {1 | 2} output the stream for the output of both: 2 if stdout belongs to a program
 * @returns {string | undefined} a text if the installation or turbo failed
 */
export function prepare(title, args, output = 1) {
  process.env.TURBO_TELEMETRY_DISABLED = "1";
  const parts = { "Installing packages": ["install", "--frozen-lockfile"], [title]: ["exec", "turbo", "run", ...args] };
  for (const [part, command] of Object.entries(parts)) {
    writeSync(output, `» ${part} …\n`);
    if (spawnSync("pnpm", command, { stdio: ["inherit", output, "inherit"] }).status !== 0) return `${part} failed`;
  }
  return undefined;
}
