import type { ExceptionContext } from "asyncio-ts";
import type { Program } from "../language/program.ts";
import type { Api } from "./api.ts";
import { Awaitables } from "./awaitables.ts";
import { registerContexts } from "./contexts.ts";
import { registerFlow } from "./flow.ts";
import { registerFutures } from "./futures.ts";
import { describeReport, registerHandles, traceHandler } from "./handles.ts";
import { Interpreter } from "./interpreter.ts";
import { createPeerLoop } from "./peer-loop.ts";
import { registerScopes } from "./scopes.ts";
import { registerStreams } from "./streams.ts";
import { registerSync } from "./sync.ts";
import { registerTasks } from "./tasks.ts";
import { World } from "./world.ts";
import { registerYields } from "./yields.ts";

/** An interpreter with plain or with marked coroutines. */
interface Dialect {
  interpreter: Interpreter;
  awaitables: Awaitables;
}

/** Runs programs on the packages under test. */
export class Subject {
  readonly #api: Api;
  readonly #plain: Dialect;
  readonly #marked: Dialect;

  constructor(api: Api) {
    this.#api = api;
    this.#plain = createDialect(api, false);
    this.#marked = createDialect(api, true);
  }

  /** Runs the program, and returns its trace as JSON. */
  trace(program: Program): string {
    const { warn } = console;
    // Warnings about coroutines that were never awaited are not compared.
    console.warn = () => {};
    try {
      return this.#run(program);
    } finally {
      console.warn = warn;
    }
  }

  #run(program: Program): string {
    const world = createWorld(this.#api, program);
    const { interpreter, awaitables } = program.marked ? this.#marked : this.#plain;
    if (program.eager) world.loop.setTaskFactory(this.#api.eagerTaskFactory);
    if (program.mode === "script") runScript(world, program, interpreter, awaitables);
    else {
      const main = () => awaitables.programCoroutine(world, "main", program.body);
      recordOutcome(world, () => this.#api.run(main, { loop: world.loop }));
    }
    const unretrieved = world.unretrieved.map((kind) => JSON.stringify(kind)).sort();
    world.trace.push(["unretrieved", unretrieved.map((kind) => JSON.parse(kind) as unknown)]);
    return JSON.stringify(world.trace);
  }
}

function createDialect(api: Api, marked: boolean): Dialect {
  const interpreter = new Interpreter(api, marked);
  const awaitables = new Awaitables(interpreter);
  registerFlow(interpreter);
  registerTasks(interpreter, awaitables);
  registerFutures(interpreter);
  registerHandles(interpreter);
  registerContexts(interpreter);
  registerScopes(interpreter, awaitables);
  registerSync(interpreter);
  registerStreams(interpreter);
  registerYields(interpreter);
  return { interpreter, awaitables };
}

function createWorld(api: Api, program: Program): World {
  const [loop, peers] = program.connects ? createPeerLoop(api) : [new api.VirtualLoop(), null];
  // Records the reports that reach the default exception handler.
  loop.defaultExceptionHandler = (context: ExceptionContext) => {
    if (!world.setAside(context)) world.record("default", ...describeReport(world, context));
  };
  const world = new World(api, loop, peers);
  world.loop.setExceptionHandler(traceHandler(world));
  return world;
}

function recordOutcome(world: World, call: () => unknown): void {
  try {
    world.record("result", world.describe(call()));
  } catch (error) {
    if (error instanceof world.api.DeadlockError) world.record("deadlock");
    else world.record("error", world.errors.describe(error));
  }
}

/** Drives the loop by hand, as programs did before `asyncio.run` existed. */
function runScript(world: World, { body }: Program, interpreter: Interpreter, awaitables: Awaitables): void {
  const { api, loop } = world;
  api.setEventLoop(loop);
  for (const statement of body) {
    if (statement.op === "runForever") recordOutcome(world, () => loop.runForever());
    else if (statement.op === "runUntil") {
      recordOutcome(world, () => {
        const awaited = awaitables.evaluate(world, statement.of);
        return awaited === undefined ? undefined : loop.runUntilComplete(awaited);
      });
    } else world.attempt(statement.op, [], () => interpreter.runImmediate(world, [statement]));
  }
  loop.close();
  api.setEventLoop(null);
}
