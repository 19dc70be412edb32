import { HostVirtualLoop } from "@asyncio-ts/testing";
import { type Coroutine, type EventLoop, run as runOn, type Startable } from "asyncio-ts";
import { compile } from "./compile.ts";
import { loadModules, type Require } from "./modules.ts";
import { newProgramConsole } from "./program-console.ts";

type Main = Startable<unknown>;
type Body = (require: Require, exports: object, console: object) => Promise<void>;

/** Milliseconds that a run waits for a promise when nothing else is left to do. Less than the page waits for a step. */
const PATIENCE = 1500;

/** Receives the calls of `run` of a program. */
export type RunMain = (main: Main, options?: { loop?: EventLoop }) => unknown;

/** A program that can be run again and again, each time with new variables. */
export class Program {
  readonly #body: Body;
  #require: Require = () => ({});
  #runMain: RunMain = () => {};

  private constructor(code: string) {
    // As one function, because a module is evaluated only once. The name is that of the file in stacks.
    // In a function of its own, so that it can have a variable of the name `console`.
    const body = `(async function () {${code}\n})()`;
    // oxlint-disable-next-line no-eval -- a program is a text, and has a worker of its own
    this.#body = (0, eval)(`(function (require, exports, console) { return ${body}; })\n//# sourceURL=program.ts`) as Body;
  }

  /**
   * Compiles a program and loads the modules that it imports.
   *
   * @throws SyntaxError if it cannot be parsed
   * @throws Error if it imports a module that the lab does not have
   */
  static async load(source: string): Promise<Program> {
    const { code, imports } = compile(source);
    const program = new Program(code);
    const run: RunMain = (main, options) => program.#runMain(main, options);
    program.#require = await loadModules(imports, { run, newEventLoop: () => newVirtualLoop() });
    return program;
  }

  /** Runs the program. `runMain` receives its calls of `run`. */
  start(runMain: RunMain): Promise<void> {
    this.#runMain = runMain;
    return this.#body(this.#require, {}, newProgramConsole());
  }

  /**
   * Runs the program up to its first call of `run`, and returns the coroutine passed to it.
   *
   * @throws Error if it does not call `run`
   */
  main(): Coroutine<unknown> {
    let main: Main | null = null;
    const ended = this.start((received) => {
      main ??= received;
      return new Promise(() => {});
    });
    // The rest of the program is not run, so its errors have no meaning.
    ended.catch(() => {});
    if (main === null) throw new Error("the program does not call run(main) before its first await, so it has no schedules to choose from");
    return typeof main === "function" ? (main as () => Coroutine<unknown>)() : (main as Coroutine<unknown>);
  }
}

/** Creates a loop with a virtual clock. */
export function newVirtualLoop(options: { start?: number } = {}): HostVirtualLoop {
  return new HostVirtualLoop({ patience: PATIENCE, ...options });
}

/** Runs a main coroutine on a loop, as asyncio-ts does. */
export function runMainOn(main: Main, loop: EventLoop): unknown {
  return runOn(main as Coroutine<unknown>, { loop });
}
