import type { ExceptionContext } from "asyncio-ts";
import type { Program } from "../language/program.ts";
import type { Api } from "./api.ts";
import { Awaitables } from "./awaitables.ts";
import { learnContexts } from "./contexts.ts";
import { learnFlow } from "./flow.ts";
import { learnFutures } from "./futures.ts";
import { learnHandles, told, traceHandler } from "./handles.ts";
import { Interpreter } from "./interpreter.ts";
import { learnScopes } from "./scopes.ts";
import { learnSync } from "./sync.ts";
import { learnTasks } from "./tasks.ts";
import { World } from "./world.ts";
import { learnYields } from "./yields.ts";

interface Interpreted {
  interpreter: Interpreter;
  awaitables: Awaitables;
}

/** The packages under test, as runners of programs. */
export class Subject {
  readonly #api: Api;
  readonly #plain: Interpreted;
  readonly #marked: Interpreted;

  constructor(api: Api) {
    this.#api = api;
    this.#plain = interpreted(api, false);
    this.#marked = interpreted(api, true);
  }

  /** Runs the program; gives its trace, as JSON. */
  trace(program: Program): string {
    const { warn } = console;
    // Coroutines that a program never awaits are no part of the comparison.
    console.warn = () => {};
    try {
      return this.#run(program);
    } finally {
      console.warn = warn;
    }
  }

  #run(program: Program): string {
    const world = newWorld(this.#api);
    const { interpreter, awaitables } = program.marked ? this.#marked : this.#plain;
    if (program.eager) world.loop.setTaskFactory(this.#api.eagerTaskFactory);
    if (program.mode === "script") script(world, program, interpreter, awaitables);
    else {
      const main = () => awaitables.routine(world, "main", program.body);
      outcome(world, () => this.#api.run(main, { loop: world.loop }));
    }
    const unretrieved = world.unretrieved.map((kind) => JSON.stringify(kind)).sort();
    world.trace.push(["unretrieved", unretrieved.map((kind) => JSON.parse(kind) as unknown)]);
    return JSON.stringify(world.trace);
  }
}

function interpreted(api: Api, marked: boolean): Interpreted {
  const interpreter = new Interpreter(api, marked);
  const awaitables = new Awaitables(interpreter);
  learnFlow(interpreter);
  learnTasks(interpreter, awaitables);
  learnFutures(interpreter);
  learnHandles(interpreter);
  learnContexts(interpreter);
  learnScopes(interpreter, awaitables);
  learnSync(interpreter);
  learnYields(interpreter);
  return { interpreter, awaitables };
}

function newWorld(api: Api): World {
  /** Traces what falls through to the default exception handler. */
  class TracedLoop extends api.VirtualLoop {
    override defaultExceptionHandler(context: ExceptionContext): void {
      if (!world.sift(context)) world.record("default", ...told(world, context));
    }
  }
  const world = new World(api, new TracedLoop());
  world.loop.setExceptionHandler(traceHandler(world));
  return world;
}

function outcome(world: World, call: () => unknown): void {
  try {
    world.record("result", world.tell(call()));
  } catch (error) {
    if (error instanceof world.api.DeadlockError) world.record("deadlock");
    else world.record("error", world.errors.tell(error));
  }
}

/** Drives the loop by hand, as programs did before `run`. */
function script(world: World, { body }: Program, interpreter: Interpreter, awaitables: Awaitables): void {
  const { api, loop } = world;
  api.setEventLoop(loop);
  for (const statement of body) {
    if (statement.op === "runForever") outcome(world, () => loop.runForever());
    else if (statement.op === "runUntil") {
      outcome(world, () => {
        const awaited = awaitables.one(world, statement.of);
        return awaited === undefined ? undefined : loop.runUntilComplete(awaited);
      });
    } else world.attempt(statement.op, [], () => interpreter.runNow(world, [statement]));
  }
  loop.close();
  api.setEventLoop(null);
}
