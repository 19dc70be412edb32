import { readFile } from "node:fs/promises";
import { styleText } from "node:util";
import { intro, log, outro } from "@clack/prompts";
import { gallery, type Program, programs } from "./gallery.ts";
import { type Audience, play } from "./play.ts";
import { real, type Speed } from "./speed.ts";

const audience: Audience = {
  printed: ({ at, text }) => log.message(`${styleText("dim", seconds(at).padStart(6))}  ${text}`, { spacing: 0 }),
  warned: (text) => log.warn(styleText("yellow", text), { spacing: 0 }),
};

/** Plays every program, room by room. */
export async function performAll(speed: Speed): Promise<void> {
  const began = performance.now();
  let lasted = 0;
  intro(`${styleText("bold", "asyncio-ts")} gallery: asyncio's tutorials, ${speed.title}`);
  for (const room of gallery) {
    log.message(styleText("bold", styleText("inverse", ` ${room.title} `)));
    for (const program of room.programs) {
      announce(program);
      lasted += (await play(program, speed, audience)).lasted;
    }
  }
  log.info("A name plays one program and shows its text; --list has the names.");
  outro(`${programs.length} programs: ${seconds(lasted)} of their time in ${seconds(performance.now() - began)} of yours`);
}

/** Plays one program, below its text. */
export async function performOne(program: Program, speed: Speed): Promise<void> {
  const text = await readFile(new URL(`../src/programs/${program.name}.ts`, import.meta.url), "utf8");
  intro(`${styleText("bold", "asyncio-ts")} gallery: one program, ${(program.live ? real : speed).title}`);
  announce(program);
  log.message(
    text
      .trimEnd()
      .split("\n")
      .map((line) => styleText("dim", line)),
  );
  log.message();
  const { lasted } = await play(program, speed, audience);
  outro(`It took ${seconds(lasted)} of its time`);
}

function announce({ name, caption, live }: Program): void {
  log.step(`${styleText("bold", styleText("cyan", name))}  ${caption}${live ? ", in real time" : ""}`);
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
