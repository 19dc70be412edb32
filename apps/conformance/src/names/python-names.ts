import { loadPyodide } from "pyodide";

/** The public names of CPython's asyncio. */
export interface PythonNames {
  /** `asyncio.__all__`. */
  readonly names: string[];
  /** The methods of `asyncio.AbstractEventLoop`. */
  readonly methods: string[];
}

/** Asks CPython 3.14 for its names, which takes a few seconds. */
export async function pythonNames(): Promise<PythonNames> {
  const python = await loadPyodide();
  return JSON.parse(
    python.runPython(`
import asyncio, json
json.dumps({
    "names": sorted(asyncio.__all__),
    "methods": sorted(name for name in dir(asyncio.AbstractEventLoop) if not name.startswith("_")),
})`) as string,
  ) as PythonNames;
}
