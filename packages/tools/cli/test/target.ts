import { spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { onTestFinished } from "vitest";

/** The command. */
export const main = fileURLToPath(new URL("../dist/main.js", import.meta.url));

const { FORCE_COLOR: _, NO_COLOR: __, ...env } = process.env;

/** Starts a program in a process of its own, without flags. Returns its process id once the program has written "up". */
export async function start(program: string, flags: string[] = [], variables: Record<string, string> = {}): Promise<number> {
  const child = spawn(process.execPath, [...flags, "--input-type=module", "--eval", program], {
    stdio: ["ignore", "pipe", "ignore"],
    cwd: new URL(".", import.meta.url),
    env: { ...env, ...variables },
  });
  onTestFinished(() => void child.kill("SIGKILL"));
  await once(child.stdout, "data");
  return child.pid!;
}

/** Runs the command, with its output in a pipe. On a busy machine an inspector may open late. */
export async function cli(
  args: (string | number)[],
  options: { input?: string; uid?: number; env?: Record<string, string> } = {},
): Promise<{ code: number | null; out: string; err: string }> {
  const isInspecting = ["ps", "pstree", "top"].includes(String(args[0])) && !args.includes("--timeout");
  const child = spawn(process.execPath, [main, ...args.map(String), ...(isInspecting ? ["--timeout", "30000"] : [])], {
    env: { ...env, COLUMNS: "100", ...options.env },
    ...(options.uid !== undefined && { uid: options.uid }),
  });
  let out = "";
  let err = "";
  child.stdout.on("data", (text) => (out += text));
  child.stderr.on("data", (text) => (err += text));
  child.stdin.end(options.input ?? "");
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
}
