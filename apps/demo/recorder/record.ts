// Runs all Python programs of the gallery under CPython, and stores the recordings.
import { writeFile } from "node:fs/promises";
import { recorded } from "../src/gallery.ts";
import { type CPythonRecording, recordingFile } from "../src/recording.ts";
import { bootCPython } from "./cpython.ts";

const record = await bootCPython();
for (const { name } of recorded) {
  await writeFile(recordingFile(name), toJson(await record(name)));
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
