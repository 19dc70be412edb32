import { record, type Recording, warnings } from "@asyncio-ts/trace";
import { expect, test } from "vitest";
import { programs } from "../src/gallery.ts";
import { play } from "../src/play.ts";
import { virtual } from "../src/speed.ts";

/** The programs that show a mistake, and its warning. */
const mistakes = new Map([
  ["coffee-bagel-never-awaited", "neverAwaited"],
  ["multiply-add-omitted-await", "neverAwaited"],
  ["task-not-awaited", "neverAwaited"],
]);

test.each(programs.filter(({ live }) => live !== true).map(({ name }) => name))("a recording of %s gives no false alarm", async (name) => {
  let recording: Recording | undefined;
  function newLoop() {
    const loop = virtual.newLoop();
    recording = record(loop, { console: false });
    return loop;
  }
  await play({ name, caption: "" }, { ...virtual, newLoop });
  const found = warnings(recording!);
  const expected = mistakes.get(name);
  expect(found.filter(({ kind }) => kind !== expected)).toEqual([]);
});
