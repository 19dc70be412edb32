import { readdirSync, readFileSync } from "node:fs";
import { loadPyodide } from "pyodide";
import type { Program } from "./language/program.ts";

/** CPython 3.14, which runs in this process. */
export interface Oracle {
  /** Runs the programs, and returns their traces, each as JSON. */
  traces(programs: Program[]): string[];
}

const sources = new URL("../oracle/", import.meta.url);

/** Boots the interpreter, which takes a few seconds. */
export async function bootOracle(): Promise<Oracle> {
  const python = await loadPyodide();
  python.FS.mkdirTree("/home/oracle");
  for (const name of readdirSync(sources).filter((file) => file.endsWith(".py"))) {
    python.FS.writeFile(`/home/oracle/${name}`, readFileSync(new URL(name, sources), "utf8"));
  }
  python.runPython(`
import sys
sys.path.insert(0, "/home")
from oracle import repeatable
repeatable.install()
from oracle import contexts, futures, scopes, streams, sync, tasks, yields
from oracle.session import run_all
`);
  const runAll = python.globals.get("run_all") as (programs: string) => string;
  return {
    traces(programs) {
      try {
        return JSON.parse(runAll(JSON.stringify(programs))) as string[];
      } catch (error) {
        // The error of Pyodide itself would make Node print all of Pyodide, which is one line of source.
        throw new Error(`the oracle failed: ${(error as Error).message}`, { cause: error });
      }
    },
  };
}
