import { execFile } from "node:child_process";
import { promisify } from "node:util";

/**
 * Runs a program and returns its stdout.
 *
 * @throws Error with the program's whole output if it fails
 */
export async function outputOf(
  cwd: string,
  command: string,
  args: readonly string[],
  env: NodeJS.ProcessEnv = process.env,
): Promise<string> {
  try {
    return (await promisify(execFile)(command, args, { cwd, env, maxBuffer: 1 << 26 })).stdout;
  } catch (error) {
    const { stdout, stderr } = error as { stdout: string; stderr: string };
    throw new Error(`${[command, ...args].join(" ")}\n${stdout}${stderr}`, { cause: error });
  }
}
