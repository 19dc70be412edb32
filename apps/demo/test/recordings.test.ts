import { expect, test } from "vitest";
import { bootCPython } from "../recorder/cpython.ts";
import { recorded } from "../src/gallery.ts";
import { readRecording } from "../src/recording.ts";

test("the recordings are what CPython prints", { timeout: 60_000 }, async () => {
  const record = await bootCPython();
  for (const { name } of recorded) {
    expect(await record(name), name).toEqual(await readRecording(name));
  }
});
