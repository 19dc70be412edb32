import { readFile } from "node:fs/promises";
import { styleText } from "node:util";
import { intro, log, outro } from "@clack/prompts";
import { gallery, type Program, programs } from "./gallery.ts";
import { type Listener, play } from "./play.ts";
import { real, type Speed } from "./speed.ts";

const listener: Listener = {
  onLine: ({ at, text }) => log.message(`${styleText("dim", seconds(at).padStart(6))}  ${text}`, { spacing: 0 }),
  onWarning: (text) => log.warn(styleText("yellow", text), { spacing: 0 }),
};

/** Plays all programs in the terminal, section by section. */
export async function playAll(speed: Speed): Promise<void> {
  const start = performance.now();
  let duration = 0;
  intro(`${styleText("bold", "asyncio-ts")} gallery: asyncio's tutorials, ${speed.title}`);
  for (const section of gallery) {
    log.message(styleText("bold", styleText("inverse", ` ${section.title} `)));
    for (const program of section.programs) {
      announce(program);
      duration += (await play(program, speed, listener)).duration;
    }
  }
  log.info("Pass a name to play one program and show its source. --list shows the names.");
  outro(`${programs.length} programs: ${seconds(duration)} of program time in ${seconds(performance.now() - start)} of real time`);
}

/** Shows the source of one program, and plays it in the terminal. */
export async function playOne(program: Program, speed: Speed): Promise<void> {
  const source = await readFile(new URL(`../src/programs/${program.name}.ts`, import.meta.url), "utf8");
  intro(`${styleText("bold", "asyncio-ts")} gallery: one program, ${(program.live ? real : speed).title}`);
  announce(program);
  log.message(
    source
      .trimEnd()
      .split("\n")
      .map((line) => styleText("dim", line)),
  );
  log.message();
  const { duration } = await play(program, speed, listener);
  outro(`It took ${seconds(duration)} of program time`);
}

function announce({ name, caption, live }: Program): void {
  log.step(`${styleText("bold", styleText("cyan", name))}  ${caption}${live ? ", in real time" : ""}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
