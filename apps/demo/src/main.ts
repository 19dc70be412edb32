#!/usr/bin/env node
import { Command, Option } from "commander";
import { check } from "./check.ts";
import { closest } from "./closest.ts";
import { gallery, type Program, programs, recorded } from "./gallery.ts";
import { list } from "./list.mjs";
import { real, tenfold, virtual } from "./speed.ts";
import { playAll, playSome } from "./terminal.ts";

interface Options {
  real?: true;
  fast?: true;
  list?: true;
  check?: true;
}

const command = new Command("asyncio-ts-demo")
  .description("Plays asyncio programs in TypeScript, ten times as fast as real time: a show, then asyncio's tutorials.")
  .argument("[names...]", "the programs to play, each below its source")
  .addOption(new Option("--real", "play in real time").conflicts("fast"))
  .addOption(new Option("--fast", "play on virtual time, without waiting"))
  .addOption(new Option("--list", "list the programs").conflicts("check"))
  .addOption(new Option("--check", "compare the output with CPython's, on virtual time").conflicts("real"))
  .action(async (names: string[], options: Options) => {
    const selected = names.map(programOf);
    const speed = options.real ? real : options.fast ? virtual : tenfold;
    if (options.list) console.log(list(gallery));
    else if (options.check) process.exitCode = (await check(selected.length > 0 ? selected.map(withRecording) : recorded)) ? 0 : 1;
    else if (selected.length > 0) await playSome(selected, speed);
    else await playAll(speed);
  });

function programOf(name: string): Program {
  const program = programs.find((program) => program.name === name);
  if (program !== undefined) return program;
  const names = programs.map((program) => program.name);
  const likely = closest(name, names);
  const help = likely === undefined ? `The programs are:\n\n${list(gallery)}` : `Did you mean "${likely}"? --list shows all names.`;
  return command.error(`There is no program "${name}". ${help}`);
}

function withRecording(program: Program): Program {
  if (program.live && !program.native) command.error(`"${program.name}" is live: it has no recording to compare with.`);
  if (program.own) command.error(`"${program.name}" has no counterpart in Python, so no recording to compare with.`);
  return program;
}

// Stacks of waiting tasks name the lines of the sources.
process.setSourceMapsEnabled(true);

// The reader of the output, such as `head`, may close it early.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(1);
});

await command.parseAsync();
