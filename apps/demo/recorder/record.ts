// Runs all Python programs of the gallery under CPython, and stores the recordings. Programs with sockets and processes run on the
// machine's CPython 3.14. Without one, their recordings stay as they are.
import { writeFile } from "node:fs/promises";
import { recorded } from "../src/gallery.ts";
import { type CPythonRecording, recordingFile } from "../src/recording.ts";
import { bootCPython, nativeVersion, recordNatively } from "./cpython.ts";

const record = await bootCPython();
const version = await nativeVersion();
for (const { name, native } of recorded) {
  if (native && version === null) {
    console.log(`kept ${name}: there is no CPython 3.14 on this machine; PYTHON may name one`);
    continue;
  }
  await writeFile(recordingFile(name), toJson(native ? await recordNatively(name, version!) : await record(name)));
  console.log(`recorded ${name}`);
}

/** Formats a recording as JSON with one row for each line and each warning, so that diffs are small. */
function toJson({ python, printed, warnings }: CPythonRecording): string {
  return `{
  "python": ${JSON.stringify(python)},
  "printed": ${toRows(printed)},
  "warnings": ${toRows(warnings)}
}
`;
}

function toRows(values: unknown[]): string {
  return values.length === 0 ? "[]" : `[\n${values.map((value) => `    ${JSON.stringify(value)}`).join(",\n")}\n  ]`;
}
