import { execFileSync } from "node:child_process";

/** A CPython interpreter. */
export interface Interpreter {
  path: string;
  version: string;
}

/** The environment variable `PYTHON` replaces the defaults. */
const candidates =
  process.env["PYTHON"] === undefined ? ["python3.14", "python3.13", "python3.12", "python3", "python"] : [process.env["PYTHON"]];

/** Finds a CPython from 3.11 on. Returns null if there is none on this machine. */
export function findInterpreter(): Interpreter | null {
  for (const path of candidates) {
    try {
      const script = "import asyncio, platform, sys; print(platform.python_version() if sys.version_info >= (3, 11) else '')";
      const version = execFileSync(path, ["-c", script], { encoding: "utf8", stdio: ["ignore", "pipe", "ignore"] }).trim();
      if (version !== "") return { path, version };
    } catch {
      // Not installed.
    }
  }
  return null;
}
