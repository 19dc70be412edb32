import { execFile } from "node:child_process";
import { hostNode } from "./host-node.ts";

/**
 * Runs a sample in a process of its own, under the machine's own Node, and returns its standard output.
 *
 * @param limit milliseconds after which the process is killed
 * @param env variables beside those of this process
 * @throws Error if the sample fails or is killed: how it ended, with its output
 */
export function outputOf(program: string, limit = 60_000, env: NodeJS.ProcessEnv = {}): Promise<string> {
  return new Promise((resolve, reject) => {
    execFile(hostNode, [program], { timeout: limit, env: { ...process.env, ...env } }, (error, stdout, stderr) => {
      if (error === null) return resolve(stdout);
      const { killed, signal, code } = error;
      const end = killed
        ? `did not end and was killed after ${limit} ms`
        : signal
          ? `was killed by ${signal}`
          : `ended with exit code ${code}`;
      reject(new Error(`The sample ${end}. Its output:\n${stdout}${stderr}`));
    });
  });
}
