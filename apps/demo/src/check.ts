import { styleText } from "node:util";
import { intro, log, outro } from "@clack/prompts";
import { type Difference, differences, withoutTimes } from "./differences.ts";
import type { Program } from "./gallery.ts";
import { play } from "./play.ts";
import { type CPythonRecording, readRecording, type Recording } from "./recording.ts";
import { virtual } from "./speed.ts";

/**
 * Plays programs on virtual time, live ones in real time, and compares their output with the recordings of CPython.
 *
 * @returns whether all outputs are the same
 */
export async function check(programs: Program[]): Promise<boolean> {
  intro(`${styleText("bold", "asyncio-ts")} gallery: the same lines at the same times as CPython?`);
  log.message();
  const versions = new Set<string>();
  let same = 0;
  for (const program of programs) {
    const cpython = await readRecording(program.name);
    const found = await differencesOf(program, cpython);
    versions.add(cpython.python);
    if (found.length === 0) {
      same++;
      log.success(`${program.name.padEnd(28)}${styleText("dim", summary(cpython))}`, { spacing: 0 });
    } else {
      log.error([styleText("red", program.name), ...found.flatMap(bothSides)].join("\n"), { spacing: 0 });
    }
  }
  const differ = programs.length - same;
  const result = `${same} of ${programs.length} programs print what CPython ${[...versions].join(", ")} printed`;
  outro(differ === 0 ? styleText("green", result) : styleText("red", `${result}; ${differ} not`));
  return differ === 0;
}

/** Plays a program and compares it with its recording. An error that it throws counts as a difference. */
async function differencesOf(program: Program, cpython: CPythonRecording): Promise<Difference[]> {
  try {
    const here = await play(program, virtual);
    return differences(cpython, program.live ? withoutTimes(here) : here);
  } catch (error) {
    return [{ cpython: undefined, here: `threw ${error instanceof Error ? error.stack : String(error)}` }];
  }
}

/** Summarises a recording: its number of lines, its duration, its warnings. */
function summary({ printed, warnings }: Recording): string {
  const lines = `${String(printed.length).padStart(2)} ${printed.length === 1 ? "line " : "lines"}`;
  const duration = `${((printed.at(-1)?.at ?? 0) / 1000).toFixed(1).padStart(4)} s`;
  return [lines, duration, ...warnings.map(() => "warning")].join("  ");
}

function bothSides({ cpython, here }: Difference): string[] {
  return [`  CPython  ${cpython ?? "-"}`, `  here     ${here ?? "-"}`];
}
