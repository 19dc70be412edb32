import { styleText } from "node:util";
import { intro, log, outro } from "@clack/prompts";
import { gallery, type Program, programs } from "./gallery.ts";
import { type Listener, play } from "./play.ts";
import type { Line } from "./recording.ts";
import { functionIn, highlighted, sourceOf } from "./source.ts";
import type { Speed } from "./speed.ts";

/** The lines of output that the tour shows of a program without an excerpt: the first ones, and the last. */
const SHOWN = 3;

const whole: Listener = { onLine: showLine, onWarning: showWarning };

/** Plays all programs in the terminal, section by section. Programs of the show come after an excerpt, of others a few lines are shown. */
export async function playAll(speed: Speed): Promise<void> {
  const start = performance.now();
  let duration = 0;
  intro(`${styleText("bold", "asyncio-ts")} gallery, ${speed.title}`);
  for (const section of gallery) {
    log.message(styleText("bold", styleText("inverse", ` ${section.title} `)));
    for (const program of section.programs) duration += await playInTour(program, speed);
  }
  log.info("Pass names to play programs below their sources. --list shows the names.");
  outro(`${programs.length} programs: ${seconds(duration)} of program time in ${seconds(performance.now() - start)} of real time`);
}

/** Plays programs in the terminal, each below its source. */
export async function playSome(selected: Program[], speed: Speed): Promise<void> {
  intro(`${styleText("bold", "asyncio-ts")} gallery, ${speed.title}`);
  let duration = 0;
  for (const program of selected) {
    announce(program);
    showSource(await sourceOf(program));
    duration += (await play(program, speed, whole)).duration;
  }
  outro(`It took ${seconds(duration)} of program time`);
}

/** Returns the duration of the program in milliseconds. */
async function playInTour(program: Program, speed: Speed): Promise<number> {
  announce(program);
  if (program.apart) {
    log.message(`Plays by its name only: npm start -- ${program.name}`, { spacing: 0 });
    return 0;
  }
  if (program.excerpt === undefined) return await playBriefly(program, speed);
  showSource(functionIn(await sourceOf(program), program.excerpt));
  return (await play(program, speed, whole)).duration;
}

async function playBriefly(program: Program, speed: Speed): Promise<number> {
  let count = 0;
  const onLine = (line: Line) => {
    if (++count < SHOWN) showLine(line);
  };
  const { printed, duration } = await play(program, speed, { onLine, onWarning: showWarning });
  const left = printed.length - SHOWN;
  if (left > 0) log.message(styleText("dim", `        … ${left} more`), { spacing: 0 });
  if (left >= 0) showLine(printed.at(-1)!);
  return duration;
}

function announce({ name, caption, live }: Program): void {
  log.step(`${styleText("bold", styleText("cyan", name))}  ${caption}${live ? ", in real time" : ""}`);
}

function showSource(source: string): void {
  log.message([...highlighted(source), ""], { spacing: 0 });
}

function showLine({ at, text }: Line): void {
  log.message(`${styleText("dim", seconds(at).padStart(6))}  ${text}`, { spacing: 0 });
}

function showWarning(text: string): void {
  log.warn(styleText("yellow", text), { spacing: 0 });
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
