#!/usr/bin/env node
import { Command, InvalidArgumentError, Option } from "commander";
import { attached } from "./attach.ts";
import type { CodemodOptions } from "./codemod.ts";
import { cyclesOf } from "./cycles.ts";
import type { InspectorSession } from "./inspector-session.ts";
import { ps } from "./ps.ts";
import { pstree } from "./pstree.ts";
import { printable, type Snapshot, snapshotOf } from "./snapshot.ts";
import { terminalWidth } from "./table.ts";
import { looks, top } from "./top.ts";

/** The greatest process id that signals can be sent to. */
const MOST = 2 ** 31 - 1;

/** The exit codes after signals, so that a shell sees the signal. */
const SIGNALS = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

interface Options {
  json?: true;
  timeout: number;
}

const program = new Command("asyncio-ts")
  .description("Shows the tasks of a running Node process that uses asyncio-ts. The process needs no flag and no code for it.")
  .showHelpAfterError("(asyncio-ts --help lists the commands)");

inspecting("ps", "list the tasks, and the tasks that wait for each other in a circle")
  .option("--limit <n>", "the number of tasks to list", number, 1000)
  .action(async (pid: number, options: Options & { limit: number }) => {
    const snapshot = await attached(pid, options.timeout, untilEnd(), snapshotOf);
    console.log(options.json ? json(snapshot) : ps(printable(snapshot), terminalWidth(), options.limit));
  });

inspecting("pstree", "show the tasks as a tree: below each task the tasks that it awaits")
  .option("--stacks", "show all calls of each task")
  .action(async (pid: number, options: Options & { stacks?: true }) => {
    const snapshot = await attached(pid, options.timeout, untilEnd(), snapshotOf);
    console.log(options.json ? json(snapshot) : pstree(printable(snapshot), terminalWidth(), options.stacks === true));
  });

inspecting("top", "show the busiest tasks, again and again")
  .option("--interval <ms>", "milliseconds between two looks", number, 1000)
  .option("--count <n>", "the number of looks", number, Infinity)
  .action(async (pid: number, options: Options & { interval: number; count: number }) => {
    const stop = untilEnd();
    await attached(pid, options.timeout, stop, (session) => watch(session, options, stop));
  });

program
  .command("repl")
  .description("start a REPL: yield* at the top level, TypeScript, and tasks that live on between lines")
  .action(async () => {
    // Loaded only here, because the compiler of lines is large.
    const { startRepl } = await import("./repl.ts");
    process.exitCode = await startRepl({ input: process.stdin, output: process.stdout });
    process.exit();
  });

program
  .command("codemod")
  .description("rewrite async functions as coroutine functions")
  .argument("<paths...>", "the files and folders to rewrite")
  .addOption(
    new Option("--exports <kind>", "what exported functions and public methods become")
      .choices(["coroutine", "promise"])
      .default("coroutine"),
  )
  .option("--no-trust-types", "expect values that only their types call promises to be anything, such as those of mocks")
  .option("--project <file>", "the tsconfig.json; the nearest one by default")
  .option("--ignore <globs...>", "files to leave out, such as '**/*.test.ts'")
  .option("--dry-run", "print a diff, and write nothing")
  .option("--json", "print JSON")
  .action(async (paths: string[], options: CodemodOptions) => {
    // Loaded only here, because the compiler is large.
    const { runCodemod } = await import("./codemod.ts");
    process.exitCode = runCodemod(paths, options);
  });

function inspecting(name: string, description: string): Command {
  return program
    .command(name)
    .description(description)
    .argument("<pid>", "the process", pidOf)
    .option("--json", "print JSON")
    .option("--timeout <ms>", "milliseconds to wait for the process to open its inspector, and to answer", number, 5000);
}

function pidOf(text: string): number {
  const pid = Number(text);
  if (!Number.isInteger(pid) || pid <= 0 || pid > MOST) throw new InvalidArgumentError("a process id was expected, a positive integer.");
  return pid;
}

function number(text: string): number {
  const value = Number(text);
  if (!(value > 0)) throw new InvalidArgumentError("a positive number was expected.");
  return value;
}

function json(snapshot: Snapshot): string {
  const cycles = cyclesOf(snapshot.tasks).map((cycle) => cycle.map(({ id }) => id));
  return JSON.stringify({ ...snapshot, cycles });
}

/** Returns a signal that aborts when the command is to end: after a signal, or when the reader of the output closes it. */
function untilEnd(): AbortSignal {
  const stop = new AbortController();
  const end = (code: number): void => {
    process.exitCode = code;
    stop.abort();
  };
  for (const [signal, code] of Object.entries(SIGNALS)) process.once(signal, () => end(code));
  process.stdout.off("error", onOutputError);
  process.stdout.on("error", () => end(1));
  return stop.signal;
}

async function watch(
  session: InspectorSession,
  { count, interval, json }: Options & { interval: number; count: number },
  stop: AbortSignal,
): Promise<void> {
  for await (const look of looks(session, interval, count, stop)) {
    if (json) console.log(JSON.stringify(look));
    else
      console.log(`${process.stdout.isTTY ? "\u001b[H\u001b[2J" : ""}${top(printable(look), terminalWidth(), process.stdout.rows || 24)}`);
  }
}

// The reader of the output, such as `head`, may close it early.
function onOutputError(error: NodeJS.ErrnoException): void {
  if (error.code !== "EPIPE") throw error;
  process.exit(1);
}
process.stdout.on("error", onOutputError);

try {
  await program.parseAsync();
} catch (error) {
  // By name, because the codemod's bundle has its own copy of the class.
  if (!(error instanceof Error) || error.name !== "CliError") throw error;
  console.error(error.message);
  process.exitCode ??= 1;
}
