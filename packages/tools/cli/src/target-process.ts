import { execFileSync } from "node:child_process";
import { readFileSync, readlinkSync } from "node:fs";
import { basename } from "node:path";
import { CliError } from "./cli-error.ts";

const { platform } = process;

/** The number of SIGUSR1 on Linux. */
const SIGUSR1 = 10;

/**
 * Checks that a process exists, may be signalled, and runs Node. The signal that opens Node's inspector would end other programs.
 *
 * @throws CliError with the reason
 */
export function checkProcess(pid: number): void {
  try {
    process.kill(pid, 0);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "ESRCH") throw new CliError(`There is no process ${pid}.`);
    if (code === "EPERM")
      throw new CliError(`No permission to inspect process ${pid}: it belongs to another user. Run the command as that user.`);
    throw error;
  }
  const executable = executableOf(pid);
  if (executable !== null && !/^(?:node(?:js)?[-.v\d]*(?:\.exe)?$|electron)/i.test(executable)) {
    throw new CliError(
      `Process ${pid} runs ${executable}, not Node. Only Node opens an inspector on a signal, which would end other programs.`,
    );
  }
  const status = platform === "linux" ? statusOf(pid) : "";
  // The signal would wait, and open the inspector after this command has ended.
  if (/^State:\s*T/m.test(status)) throw new CliError(`Process ${pid} is stopped. Continue it first: kill -CONT ${pid}`);
  if (!catches(status, SIGUSR1)) {
    throw new CliError(`Process ${pid} does not take SIGUSR1: it was started with --disable-sigusr1, or has not begun yet.`);
  }
}

/** Returns the name of the executable of a process; null if it is unknown. */
function executableOf(pid: number): string | null {
  try {
    if (platform === "linux") return basename(readlinkSync(`/proc/${pid}/exe`)).replace(/ \(deleted\)$/, "");
    if (platform === "win32") return null;
    return basename(execFileSync("ps", ["-o", "comm=", "-p", String(pid)], { encoding: "utf8" }).trim());
  } catch {
    return null;
  }
}

function statusOf(pid: number): string {
  try {
    return readFileSync(`/proc/${pid}/status`, "utf8");
  } catch {
    return "";
  }
}

function catches(status: string, signal: number): boolean {
  const [, mask] = /^SigCgt:\s*([0-9a-f]+)$/m.exec(status) ?? [];
  return mask === undefined || (BigInt(`0x${mask}`) & (1n << BigInt(signal - 1))) !== 0n;
}

/** Asks a Node process to open its inspector. */
export function openInspector(pid: number): void {
  if (platform === "win32") (process as unknown as { _debugProcess(pid: number): void })._debugProcess(pid);
  else process.kill(pid, "SIGUSR1");
}

/** Returns whether a process has not ended. */
export function exists(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
