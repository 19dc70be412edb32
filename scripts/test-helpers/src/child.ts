import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/**
 * Runs a program in a process of its own until the process ends by itself.
 *
 * @param cwd the folder that the program's imports are resolved from; the current one by default
 */
export async function child(program: string, cwd?: URL): Promise<{ code: number | null; out: string; err: string }> {
  const spawned = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "pipe"], cwd });
  const code = new Promise<number | null>((resolve) => spawned.on("close", resolve));
  const [out, err] = await Promise.all([text(spawned.stdout), text(spawned.stderr)]);
  return { code: await code, out, err };
}
