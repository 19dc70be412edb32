import { execFile } from "node:child_process";
import { promisify } from "node:util";

/** What a program prints; where it fails, an error that says all it said. */
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
