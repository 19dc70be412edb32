import { homedir } from "node:os";
import { join } from "node:path";
import repl, { type REPLServer } from "node:repl";
import { constants, Script } from "node:vm";
import { record } from "@asyncio-ts/trace";
import * as library from "asyncio-ts";
import { colors } from "./colors.ts";
import { interruptible } from "./interruptible.ts";
import { keyGate } from "./key-gate.ts";
import { lineByLine } from "./line-gate.ts";
import { isCommand, runCommand } from "./repl-commands.ts";
import { compileLine, IncompleteLine } from "./repl-line.ts";
import { trimStack } from "./user-stack.ts";

/** Options of {@link startRepl}. */
export interface ReplOptions {
  readonly input: NodeJS.ReadableStream & Partial<Pick<NodeJS.ReadStream, "setRawMode">>;
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
    // The head of the function.
    lineOffset: -1,
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
  let isClosed = false;
  /** A text that is to go on. */
  let unfinished = "";
  const isTerminal = terminal ?? (output as Partial<NodeJS.WriteStream>).isTTY ?? false;
  const interrupt = (): boolean => line?.cancel() ?? false;
  const idle = (): Promise<void> => turn;
  const server = repl.start({
    prompt: "> ",
    input: isTerminal ? keyGate(input, { idle, interrupt, isBusy: () => line !== null }) : lineByLine(input, idle),
    output,
    terminal: isTerminal,
    useGlobal: true,
    ignoreUndefined: true,
    eval: evaluate,
  });

  function evaluate(this: REPLServer, source: string, _context: unknown, _file: string, done: Done): void {
    let script: Script | null = null;
    unfinished = "";
    try {
      if (!isCommand(source)) script = scriptOf(source, lines + 1);
    } catch (error) {
      if (!(error instanceof IncompleteLine)) return done(error as Error);
      unfinished = source;
      return done(new repl.Recoverable(error));
    }
    turn = turn.then(() => (script === null ? run(source, done) : runLine(script, done)));
  }

  function run(command: string, done: Done): void {
    output.write(`${runCommand(command, loop, recording)}\n`);
    done(null);
  }

  async function runLine(script: Script, done: Done): Promise<void> {
    const body = script.runInThisContext() as () => library.Coroutine<unknown>;
    const task = loop.createTask(interruptible(body(), cook, uncook), { name: `line ${++lines}` });
    line = task;
    await new Promise<void>((resolve) => task.addDoneCallback(() => resolve()));
    line = null;
    if (task.cancelled()) {
      output.write(colors.yellow("cancelled\n"));
      return done(null);
    }
    try {
      const result = task.result();
      trimStack(result);
      done(null, result);
    } catch (error) {
      trimStack(error);
      if (error !== null && error !== undefined) return done(error as Error);
      // A REPL takes such a value for no error.
      output.write(`Uncaught ${String(error)}\n`);
      done(null);
    }
  }

  /** Makes Ctrl-C a signal during a step. A terminal in raw mode passes it as a key, which a step that never ends does not see. */
  function cook(): void {
    if (isTerminal) input.setRawMode?.(false);
  }

  function uncook(): void {
    if (isTerminal && !isClosed) input.setRawMode?.(true);
  }

  const onSignal = (): void => {
    if (!interrupt()) server.close();
  };
  process.on("SIGINT", onSignal);
  if (history !== null && server.terminal) await new Promise<void>((resolve) => server.setupHistory(history, () => resolve()));
  await new Promise<void>((resolve) => server.once("exit", resolve));
  isClosed = true;
  if (!isTerminal && unfinished !== "") output.write("Uncaught SyntaxError: the input ended in the midst of a line\n");
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
  define("__declare", (names: readonly string[]) => {
    for (const name of names) {
      // A global such as `crypto` is a getter, and would ignore an assignment.
      const { get, configurable = true } = Object.getOwnPropertyDescriptor(globalThis, name) ?? { get: undefined };
      if (configurable && (get !== undefined || !(name in globalThis)))
        Object.defineProperty(globalThis, name, { value: undefined, writable: true, configurable: true, enumerable: true });
    }
  });
  define("__import", (name: string, options?: ImportCallOptions) => library.ensureFuture(import(require(name), options)));
}
