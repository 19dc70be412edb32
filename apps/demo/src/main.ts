#!/usr/bin/env node
import { Command, Option } from "commander";
import { check } from "./check.ts";
import { programs, recorded } from "./gallery.ts";
import { list } from "./list.ts";
import { real, tenfold, virtual } from "./speed.ts";
import { playAll, playOne } from "./terminal.ts";

interface Options {
  real?: true;
  fast?: true;
  list?: true;
  check?: true;
}

const command = new Command("asyncio-ts-demo")
  .description("Plays the programs of asyncio's tutorials in TypeScript, ten times as fast as real time.")
  .argument("[name]", "the only program to play, after its source")
  .addOption(new Option("--real", "play in real time").conflicts("fast"))
  .addOption(new Option("--fast", "play on virtual time, without waiting"))
  .addOption(new Option("--list", "list the programs").conflicts("check"))
  .addOption(new Option("--check", "compare the output with CPython's, on virtual time").conflicts("real"))
  .action(async (name: string | undefined, options: Options) => {
    const selected = programs.find((program) => program.name === name);
    if (name !== undefined && selected === undefined) {
      command.error(`There is no program "${name}". The programs are:\n\n${list()}`);
    }
    if (options.check && selected?.live) command.error(`"${selected.name}" is live: it has no recording to compare with.`);
    if (options.check && selected?.own) command.error(`"${selected.name}" has no counterpart in Python, so no recording to compare with.`);
    const speed = options.real ? real : options.fast ? virtual : tenfold;
    if (options.list) console.log(list());
    else if (options.check) process.exitCode = (await check(selected ? [selected] : recorded)) ? 0 : 1;
    else if (selected) await playOne(selected, speed);
    else await playAll(speed);
  });

// The reader of the output, such as `head`, may close it early.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(1);
});

await command.parseAsync();
