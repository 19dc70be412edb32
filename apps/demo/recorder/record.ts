// Runs every Python program of the gallery under CPython and stores what it printed.
import { writeFile } from "node:fs/promises";
import { programs } from "../src/gallery.ts";
import { recordingFile } from "../src/recording.ts";
import { bootCPython } from "./cpython.ts";

const record = await bootCPython();
for (const { name } of programs) {
  await writeFile(recordingFile(name), JSON.stringify(await record(name)));
  console.log(`recorded ${name}`);
}
