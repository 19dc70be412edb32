import { expect, test } from "vitest";
import { bootCPython } from "../recorder/cpython.ts";
import { recorded } from "../src/gallery.ts";
import { readRecording } from "../src/recording.ts";

test("CPython prints the recordings", { timeout: 60_000 }, async () => {
  const record = await bootCPython();
  for (const { name } of recorded) {
    expect(await record(name), name).toEqual(await readRecording(name));
  }
});
