import { homedir } from "node:os";
import { join } from "node:path";
import repl, { type REPLServer } from "node:repl";
import { constants, Script } from "node:vm";
import { record } from "@asyncio-ts/trace";
import * as library from "asyncio-ts";
import { colors } from "./colors.ts";
import { lineByLine } from "./line-gate.ts";
import { isCommand, runCommand } from "./repl-commands.ts";
import { compileLine, IncompleteLine } from "./repl-line.ts";

/** Options of {@link startRepl}. */
export interface ReplOptions {
  readonly input: NodeJS.ReadableStream;
  readonly output: NodeJS.WritableStream;
  /** Whether lines can be edited; by default if the output is a terminal. */
  readonly terminal?: boolean;
  /** The file of the history; null for none. */
  readonly history?: string | null;
}

/** The file of the history: `ASYNCIO_TS_REPL_HISTORY`, which may be empty for none, or one in the home folder. */
function historyFile(): string | null {
  const set = process.env.ASYNCIO_TS_REPL_HISTORY;
  return set === undefined ? join(homedir(), ".asyncio_ts_repl_history") : set === "" ? null : set;
}

type Done = (error: Error | null, result?: unknown) => void;

function scriptOf(source: string, line: number): Script {
  const importModuleDynamically = constants?.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  return new Script(compileLine(source), {
    filename: `line ${line}`,
    ...(importModuleDynamically !== undefined && { importModuleDynamically }),
  });
}

/**
 * Runs a REPL in which each line is a coroutine on one loop, which lives until the REPL ends.
 *
 * @returns the exit code
 */
export async function startRepl({ history = historyFile(), input, output, terminal }: ReplOptions): Promise<number> {
  const loop = library.newEventLoop();
  library.setEventLoop(loop);
  const recording = record(loop);
  defineGlobals();
  output.write(`asyncio-ts on Node ${process.version}. yield* works at the top level. :help lists the commands.\n`);
  let line: library.Task<unknown> | null = null;
  let lines = 0;
  /** Settles when the lines so far have been evaluated: lines that are typed ahead wait for their turn. */
  let turn: Promise<void> = Promise.resolve();
  const isTerminal = terminal ?? (output as Partial<NodeJS.WriteStream>).isTTY ?? false;
  const server = repl.start({
    prompt: "> ",
    input: isTerminal ? input : lineByLine(input, () => turn),
    output,
    terminal: isTerminal,
    useGlobal: true,
    ignoreUndefined: true,
    eval: evaluate,
  });

  function evaluate(this: REPLServer, source: string, _context: unknown, _file: string, done: Done): void {
    let script: Script | null = null;
    try {
      if (!isCommand(source)) script = scriptOf(source, lines + 1);
    } catch (error) {
      return done(error instanceof IncompleteLine ? new repl.Recoverable(error) : (error as Error));
    }
    turn = turn.then(() => (script === null ? run(source, done) : runLine(script, done)));
  }

  function run(command: string, done: Done): void {
    output.write(`${runCommand(command, loop, recording)}\n`);
    done(null);
  }

  async function runLine(script: Script, done: Done): Promise<void> {
    const task = loop.createTask(script.runInThisContext() as () => library.Coroutine<unknown>, { name: `line ${++lines}` });
    line = task;
    await new Promise<void>((resolve) => task.addDoneCallback(() => resolve()));
    line = null;
    if (task.cancelled()) {
      output.write(colors.yellow("cancelled\n"));
      return done(null);
    }
    const error = task.exception();
    if (error === null) done(null, task.result());
    else done(error as Error);
  }

  const interrupt = (): boolean => line?.cancel() ?? false;
  // The editor's own handler clears the line under way, and exits at the second Ctrl-C.
  const ordinary = server.listeners("SIGINT") as (() => void)[];
  server.removeAllListeners("SIGINT");
  server.on("SIGINT", () => {
    if (!interrupt()) for (const listener of ordinary) listener.call(server);
  });
  const onSignal = (): void => {
    if (!interrupt()) server.close();
  };
  process.on("SIGINT", onSignal);
  if (history !== null && server.terminal) await new Promise<void>((resolve) => server.setupHistory(history, () => resolve()));
  await new Promise<void>((resolve) => server.once("exit", resolve));
  process.off("SIGINT", onSignal);
  await endTasks(loop);
  return 0;
}

/** Cancels the tasks that are left, and waits for their clean-up, as the end of `run` does. */
async function endTasks(loop: library.HostLoop): Promise<void> {
  const left = [...library.allTasks(loop)];
  for (const task of left) task.cancel();
  await Promise.allSettled(left);
  loop.close();
  library.setEventLoop(null);
}

/** Makes the names of asyncio-ts global, as `import * from` would, and the function behind imports. */
function defineGlobals(): void {
  const define = (name: string, value: unknown): void => {
    Object.defineProperty(globalThis, name, { value, writable: true, configurable: true, enumerable: false });
  };
  for (const [name, value] of Object.entries(library)) define(name, value);
  const require = (name: string): string => (/^\.{0,2}\//.test(name) ? join(process.cwd(), name) : name);
  define("__import", (name: string) => library.ensureFuture(import(require(name))));
}
