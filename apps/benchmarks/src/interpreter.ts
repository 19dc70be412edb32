import { execFileSync } from "node:child_process";

/** A CPython whose asyncio can be compared with. */
export interface Interpreter {
  path: string;
  version: string;
}

/** `PYTHON` names another one. */
const candidates =
  process.env["PYTHON"] === undefined ? ["python3.14", "python3.13", "python3.12", "python3", "python"] : [process.env["PYTHON"]];

/** The first CPython from 3.11 on that is found on this machine, or null. */
export function findInterpreter(): Interpreter | null {
  for (const path of candidates) {
    try {
      const question = "import asyncio, platform, sys; print(platform.python_version() if sys.version_info >= (3, 11) else '')";
      const version = execFileSync(path, ["-c", question], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
      if (version !== "") return { path, version };
    } catch {
      // Not on this machine.
    }
  }
  return null;
}
