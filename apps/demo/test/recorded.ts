import { record, type Recording } from "@asyncio-ts/trace";
import { programs } from "../src/gallery.ts";
import { play } from "../src/play.ts";
import { virtual } from "../src/speed.ts";

/** The programs of the gallery that run on virtual time. */
export const virtualNames: string[] = programs.filter(({ live }) => live !== true).map(({ name }) => name);

/** Plays a program of the gallery on virtual time, and returns its recording. */
export async function recordingOf(name: string): Promise<Recording> {
  let recording: Recording | undefined;
  function newLoop() {
    const loop = virtual.newLoop();
    recording = record(loop, { console: false });
    return loop;
  }
  await play({ name, caption: "" }, { ...virtual, newLoop });
  recording!.stop();
  return recording!;
}
