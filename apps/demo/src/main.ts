#!/usr/bin/env node
import { Command, Option } from "commander";
import { check } from "./check.ts";
import { programs, recorded } from "./gallery.ts";
import { list } from "./list.ts";
import { performAll, performOne } from "./perform.ts";
import { real, tenfold, virtual } from "./speed.ts";

interface Choices {
  real?: true;
  fast?: true;
  list?: true;
  check?: true;
}

const command = new Command("asyncio-ts-demo")
  .description("Plays the programs of asyncio's tutorials in TypeScript, ten times as fast as real time.")
  .argument("[name]", "the one program to play, below its text")
  .addOption(new Option("--real", "play in real time").conflicts("fast"))
  .addOption(new Option("--fast", "play on virtual time, without waiting"))
  .addOption(new Option("--list", "list the programs").conflicts("check"))
  .addOption(new Option("--check", "compare with what CPython printed, on virtual time").conflicts("real"))
  .action(async (name: string | undefined, choices: Choices) => {
    const chosen = programs.find((program) => program.name === name);
    if (name !== undefined && chosen === undefined) {
      command.error(`There is no program "${name}". The gallery has:\n\n${list()}`);
    }
    if (choices.check && chosen?.live) command.error(`"${chosen.name}" is live: there is no recording to compare it with.`);
    const speed = choices.real ? real : choices.fast ? virtual : tenfold;
    if (choices.list) console.log(list());
    else if (choices.check) process.exitCode = (await check(chosen ? [chosen] : recorded)) ? 0 : 1;
    else if (chosen) await performOne(chosen, speed);
    else await performAll(speed);
  });

// Whoever reads the output may leave early, as `head` does.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code !== "EPIPE") throw error;
  process.exit(1);
});

await command.parseAsync();
