import { expect, test } from "vitest";
import { bootCPython, nativeVersion, recordNatively } from "../recorder/cpython.ts";
import { type Program, recorded } from "../src/gallery.ts";
import { readRecording } from "../src/recording.ts";

const isNative = ({ native }: Program) => native === true;

test("CPython prints the recordings", async () => {
  const record = await bootCPython();
  for (const { name } of recorded.filter((program) => !isNative(program))) {
    expect(await record(name), name).toEqual(await readRecording(name));
  }
});

const version = await nativeVersion();

// This machine has no CPython 3.14.
test.skipIf(version === null)("the machine's CPython prints the recordings of the programs with sockets and processes", async () => {
  for (const { name } of recorded.filter(isNative)) {
    const { printed } = await readRecording(name);
    expect((await recordNatively(name, version!)).printed, name).toEqual(printed);
  }
});
