import { type ChildProcess, spawn, type SpawnOptions } from "node:child_process";
import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, type EventLoop, getRunningLoop } from "@asyncio-ts/tasks";
import { checkHostLoop, hostCallback, type HostCallback } from "../network/host-callback.ts";
import { ProcessPipes } from "./process-pipes.ts";
import { Process } from "./process.ts";
import { socketPair } from "./socket-pair.ts";
import { nodeStdio, STDOUT } from "./stdio.ts";
import { checkArguments, checkSubprocessOptions, type SubprocessOptions } from "./subprocess-options.ts";

/**
 * Starts a program, without a shell.
 *
 * A cancellation while it starts kills it. A loop that closes kills the processes that still run.
 *
 * Mirrors `asyncio.create_subprocess_exec`.
 *
 * @param program a path, or a name that is looked up in PATH
 * @param args the arguments after the program's own name
 * @throws Error as Node reports it, such as ENOENT, if the program cannot be started
 * @throws TypeError or RangeError if an argument or an option is wrong
 *
 * @example
 * ```ts
 * import { createSubprocessExec, PIPE } from "@asyncio-ts/node";
 * import { run } from "asyncio-ts";
 *
 * await run(function* () {
 *   using sort = yield* createSubprocessExec("sort", [], {
 *     stdin: PIPE,
 *     stdout: PIPE,
 *   });
 *   const [output] = yield* sort.communicate("b\na\n");
 *   console.log(new TextDecoder().decode(output!).split("\n")[0]); // prints a
 *   console.log(sort.returncode); // prints 0
 * });
 * ```
 */
export function* createSubprocessExec(program: string, args: readonly string[] = [], options: SubprocessOptions = {}): Coroutine<Process> {
  const caller = "createSubprocessExec";
  if (typeof program !== "string" || program === "") throw wrongArgument(caller, "the path or the name of a program", program);
  checkArguments(caller, args);
  return yield* create(caller, program, options, (spawnOptions) => spawn(program, args, spawnOptions));
}

/**
 * Runs a command of the shell.
 *
 * The program has to quote all parts of the command that come from elsewhere.
 *
 * Mirrors `asyncio.create_subprocess_shell`.
 *
 * @param command the command line for `/bin/sh`, or for the command interpreter of Windows
 * @throws TypeError or RangeError if an argument or an option is wrong
 *
 * @example
 * ```ts
 * import { createSubprocessShell } from "@asyncio-ts/node";
 * import { run } from "asyncio-ts";
 *
 * await run(function* () {
 *   using shell = yield* createSubprocessShell("exit 3");
 *   console.log(yield* shell.wait()); // prints 3
 * });
 * ```
 */
export function* createSubprocessShell(command: string, options: SubprocessOptions = {}): Coroutine<Process> {
  const caller = "createSubprocessShell";
  if (typeof command !== "string" || command === "") throw wrongArgument(caller, "a command line", command);
  return yield* create(caller, command, options, (spawnOptions) => spawn(command, { ...spawnOptions, shell: true }));
}

function* create(
  caller: string,
  name: string,
  options: SubprocessOptions,
  start: (options: SpawnOptions) => ChildProcess,
): Coroutine<Process> {
  checkSubprocessOptions(caller, options);
  const { cwd, env, startNewSession = false } = options;
  const stdin = nodeStdio(caller, "stdin", options.stdin);
  const stdout = nodeStdio(caller, "stdout", options.stdout);
  const joins = options.stderr === STDOUT;
  const stderr = joins ? stdout : nodeStdio(caller, "stderr", options.stderr);
  const loop = getRunningLoop();
  checkHostLoop(caller, loop);
  // Node's own pipes serve one stream each.
  const pair = joins && stdout === "pipe" ? yield* socketPair(loop) : null;
  const outputs = pair === null ? [stdout, joins && stdout === "inherit" ? 1 : stderr] : [pair[1], pair[1]];
  let child: ChildProcess;
  try {
    child = start({ cwd, env, detached: startNewSession, stdio: [stdin, ...outputs] as never, windowsHide: true });
  } catch (error) {
    pair?.[0].destroy();
    throw error;
  } finally {
    pair?.[1].destroy();
  }
  const pipes = new ProcessPipes(loop, child, pair?.[0] ?? child.stdout, joins ? null : child.stderr);
  const abandon = () => {
    child.kill("SIGKILL");
    pipes.close();
  };
  yield* started(loop, name, child, abandon);
  try {
    return new Process(loop, child, pipes, yield* pipes.connect(caller, loop, options.limit));
  } catch (error) {
    abandon();
    throw error;
  }
}

function started(loop: EventLoop, name: string, child: ChildProcess, abandon: () => void): Coroutine<void> {
  const start = (settle: HostCallback<void>) => {
    child.once("spawn", () => settle(null));
    child.on("error", settle);
  };
  return hostCallback(loop, `start ${name}`, start, abandon);
}
