import { styleText } from "node:util";
import { intro, log, outro } from "@clack/prompts";
import { type Difference, differences } from "./compare.ts";
import type { Program } from "./gallery.ts";
import { play } from "./play.ts";
import { readRecording } from "./recording.ts";
import { virtual } from "./speed.ts";

/**
 * Plays programs on virtual time and says of each whether it printed what CPython printed, and when.
 *
 * @returns whether all of them did
 */
export async function check(programs: Program[]): Promise<boolean> {
  intro(`${styleText("bold", "asyncio-ts")}, the gallery: does it print what CPython prints, and when?`);
  log.message();
  let differing = 0;
  for (const program of programs) {
    const found = await examine(program);
    if (found.length === 0) {
      log.success(program.name, { spacing: 0 });
    } else {
      differing++;
      log.error([styleText("red", program.name), ...found.flatMap(sides)].join("\n"), { spacing: 0 });
    }
  }
  const summary = `${programs.length - differing} of ${programs.length} programs print what CPython printed`;
  outro(differing === 0 ? styleText("green", summary) : styleText("red", `${summary}, ${differing} differ`));
  return differing === 0;
}

/** Where a program parts from its recording; an error that it throws is a difference too. */
async function examine(program: Program): Promise<Difference[]> {
  try {
    return differences(await readRecording(program.name), await play(program, virtual));
  } catch (error) {
    return [{ cpython: undefined, here: `threw ${error instanceof Error ? error.stack : String(error)}` }];
  }
}

function sides({ cpython, here }: Difference): string[] {
  return [`  CPython  ${cpython ?? "-"}`, `  here     ${here ?? "-"}`];
}
