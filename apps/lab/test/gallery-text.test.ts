import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { expect, test } from "vitest";
import { galleryText } from "../src/catalog/gallery-text.ts";
import { recordRun } from "../src/worker/record-run.ts";
import { Timeline } from "../src/timeline/timeline.ts";

const demo = join(import.meta.dirname, "../../demo");
const gallery = JSON.parse(readFileSync(join(demo, "src/gallery.json"), "utf8")) as {
  programs: { name: string; live?: true; own?: true }[];
}[];
const recordings = globSync("recordings/*.json", { cwd: demo }).map((file) => basename(file, ".json"));
/** Their lines name addresses, or the origin of a warning. */
const different = ["coroutine-object"];
const names = gallery
  .flatMap(({ programs }) => programs)
  .filter(({ live, name }) => !live && recordings.includes(name) && !different.includes(name))
  .map(({ name }) => name);

test.each(names)("%s writes the same lines at the same times in the lab and under CPython", async (name) => {
  const source = galleryText(readFileSync(join(demo, `src/programs/${name}.ts`), "utf8"));
  expect(source).not.toMatch(/harness|\bprint\(/);
  const request = { kind: "run", source, schedule: null, interventions: [], maxSteps: 20_000, announceSteps: false } as const;
  const record = await recordRun(request, { began() {}, ended() {}, step() {}, stopped() {} });
  const { printed } = JSON.parse(readFileSync(join(demo, `recordings/${name}.json`), "utf8")) as {
    printed: { at: number; text: string }[];
  };
  const lines = new Timeline(record).lines
    .filter(({ text }) => !text.endsWith("was never awaited"))
    .map(({ text, time }) => ({ at: time, text: masked(text) }));
  expect(lines).toEqual(printed.map(({ at, text }) => ({ at, text: masked(text) })));
});

/** Hides clock times, which the lab counts from the start of the loop, and how Python writes true and false. */
function masked(text: string): string {
  return text.replaceAll(/\d\d:\d\d:\d\d/g, "HH:MM:SS").replace(/^(True|False)$/, (value) => value.toLowerCase());
}
