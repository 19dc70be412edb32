import { styleText } from "node:util";
import { intro, log, outro } from "@clack/prompts";
import { type Difference, differences } from "./compare.ts";
import type { Program } from "./gallery.ts";
import { play } from "./play.ts";
import { type CPythonRecording, readRecording, type Recording } from "./recording.ts";
import { virtual } from "./speed.ts";

/**
 * Plays programs on virtual time and says of each whether it printed what CPython printed, and when.
 *
 * @returns whether all of them did
 */
export async function check(programs: Program[]): Promise<boolean> {
  intro(`${styleText("bold", "asyncio-ts")} gallery: does it print what CPython prints, and when?`);
  log.message();
  const versions = new Set<string>();
  let same = 0;
  for (const program of programs) {
    const cpython = await readRecording(program.name);
    const found = await examine(program, cpython);
    versions.add(cpython.python);
    if (found.length === 0) {
      same++;
      log.success(`${program.name.padEnd(28)}${styleText("dim", extent(cpython))}`, { spacing: 0 });
    } else {
      log.error([styleText("red", program.name), ...found.flatMap(sides)].join("\n"), { spacing: 0 });
    }
  }
  const differ = programs.length - same;
  const summary = `${same} of ${programs.length} programs print what CPython ${[...versions].join(", ")} printed`;
  outro(differ === 0 ? styleText("green", summary) : styleText("red", `${summary}; ${differ} not`));
  return differ === 0;
}

/** Where a program parts from its recording; an error that it throws is a difference too. */
async function examine(program: Program, cpython: CPythonRecording): Promise<Difference[]> {
  try {
    return differences(cpython, await play(program, virtual));
  } catch (error) {
    return [{ cpython: undefined, here: `threw ${error instanceof Error ? error.stack : String(error)}` }];
  }
}

/** How much was compared. */
function extent({ printed, warnings }: Recording): string {
  const lines = `${String(printed.length).padStart(2)} ${printed.length === 1 ? "line " : "lines"}`;
  const until = `${((printed.at(-1)?.at ?? 0) / 1000).toFixed(1).padStart(4)} s`;
  return [lines, until, ...warnings.map(() => "warning")].join("  ");
}

function sides({ cpython, here }: Difference): string[] {
  return [`  CPython  ${cpython ?? "-"}`, `  here     ${here ?? "-"}`];
}
