// Runs every Python program of the gallery under CPython and stores what it printed.
import { writeFile } from "node:fs/promises";
import { recorded } from "../src/gallery.ts";
import { type CPythonRecording, recordingFile } from "../src/recording.ts";
import { bootCPython } from "./cpython.ts";

const record = await bootCPython();
for (const { name } of recorded) {
  await writeFile(recordingFile(name), inRows(await record(name)));
  console.log(`recorded ${name}`);
}

/** As JSON with a row for each printed line and each warning, so that a change of one is a change of one row. */
function inRows({ python, printed, warnings }: CPythonRecording): string {
  return `{
  "python": ${JSON.stringify(python)},
  "printed": ${rows(printed)},
  "warnings": ${rows(warnings)}
}
`;
}

function rows(values: unknown[]): string {
  return values.length === 0 ? "[]" : `[\n${values.map((value) => `    ${JSON.stringify(value)}`).join(",\n")}\n  ]`;
}
