import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";

/** Runs a program in a process of its own, which has to end by itself. It imports the package by its name. */
export async function child(program: string): Promise<{ code: number | null; out: string; err: string }> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { stdio: ["ignore", "pipe", "pipe"] });
  const code = new Promise<number | null>((resolve) => child.on("close", resolve));
  const [out, err] = await Promise.all([text(child.stdout), text(child.stderr)]);
  return { code: await code, out, err };
}
