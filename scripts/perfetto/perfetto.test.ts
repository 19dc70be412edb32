// Imports traces of recorded programs with Perfetto's own trace processor, and compares its picture with the recordings.
import { type PerfettoEvent, type Recording, toPerfetto } from "@asyncio-ts/trace";
import { beforeAll, describe, expect, inject, test } from "vitest";
import { differences } from "./differences.ts";
import { expectedPicture } from "./expected-picture.ts";
import { pictureOf } from "./picture.ts";
import { recordingOf, virtualNames } from "../../apps/demo/test/recorded.ts";
import { recordedOfEverything } from "./recorded-programs.ts";
import { TraceProcessor } from "./trace-processor.ts";

const folder = inject("traceProcessor");
let processor: TraceProcessor;
beforeAll(async () => {
  if (folder !== null) processor = await TraceProcessor.start(folder);
});

/** Nanoseconds between events of one instant in a trace. */
const APART = 4;

/** Returns the differences between a recording and the picture that Perfetto draws for its trace, in which events may be changed. */
async function differencesOf(recording: Recording, change: (event: PerfettoEvent) => PerfettoEvent[] = (event) => [event]) {
  const trace = toPerfetto(recording);
  const picture = await pictureOf(processor, { ...trace, traceEvents: trace.traceEvents.flatMap(change) });
  return differences(picture, expectedPicture(recording), APART * recording.events.length + 1);
}

// The registry of this machine does not serve Perfetto's trace processor.
describe.skipIf(folder === null)("Perfetto", () => {
  test.each(Object.entries(recordedOfEverything))("draws a program with everything as it was recorded: %s", async (_, recorded) => {
    expect(await differencesOf(recorded())).toEqual([]);
  });

  test.each(virtualNames)("draws %s of the gallery as it was recorded", async (name) => {
    expect(await differencesOf(await recordingOf(name))).toEqual([]);
  });

  test.each<[string, (event: PerfettoEvent) => boolean, Partial<PerfettoEvent> | null, RegExp]>([
    ["with a slice without a time", ({ name }) => name === "waits for Lock 1", { ts: undefined as never }, /^problem 0: /],
    ["without the names of tracks", ({ name }) => name === "thread_name", null, /^track 0: expected callbacks/],
    ["with another state", ({ name }) => name === "waits for Lock 1", { name: "ready" }, /expected waits for Lock 1 .* got ready/],
    [
      "with longer slices",
      ({ name }) => name === "waits for sleep",
      { dur: 1_500_000 },
      /to 1000000 ns, got waits for sleep .* to 1500000064 ns/,
    ],
    ["without console lines", ({ cat }) => cat === "console", null, /expected begin \(console\)/],
    ["without cancellation requests", ({ cat }) => cat === "cancel", null, /expected cancel requested/],
    ["without the ends of waits", ({ ph }) => ph === "e", null, /expected <TimerHandle function onTimer>/],
    ["without the ends of arrows", ({ ph }) => ph === "f", null, /^arrow 0: .* got none/],
    ["with arrows from another track", ({ ph }) => ph === "s", { tid: 2 }, /^arrow 0: expected running .* on Task-1/],
    ["with arrows to the next slices", ({ ph }) => ph === "f", { bp: undefined as never }, /^arrow 0: .* → ready .* → running/],
  ])("does not draw a trace %s as it was recorded", async (_, isMeant, change, difference) => {
    const recording = recordedOfEverything["on a virtual clock"]!();
    const changed = (event: PerfettoEvent): PerfettoEvent[] => (change === null ? [] : [{ ...event, ...change }]);
    const [first] = await differencesOf(recording, (event) => (isMeant(event) ? changed(event) : [event]));
    expect(first).toMatch(difference);
  });
});
