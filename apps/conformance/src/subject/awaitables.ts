import type { Awaitable } from "asyncio-ts";
import type { Expression } from "../language/expression.ts";
import type { Block } from "../language/program.ts";
import type { Coroutine, Future } from "./api.ts";
import type { Interpreter } from "./interpreter.ts";
import { streamCoroutine } from "./streams.ts";
import { primitiveCoroutine } from "./sync.ts";
import type { World } from "./world.ts";

type Value = Future | Coroutine<unknown> | Awaitable<unknown>;

/** Evaluates expressions to awaitables. */
export class Awaitables {
  readonly #interpreter: Interpreter;
  /** Creates a coroutine of the program. It records its start and its end. */
  readonly programCoroutine: (world: World, name: string, block: Block) => Coroutine<number | null>;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
    this.programCoroutine = interpreter.mark(function* programCoroutine(world, name, block) {
      const task = world.currentTask()!;
      if (world.name(task) === "Task") task.setName(name);
      world.record("start", name);
      let value;
      try {
        value = (yield* interpreter.run(world, block))?.value ?? null;
      } catch (error) {
        world.record("threw", name, world.errors.describe(error));
        throw error;
      }
      world.record("returned", name, value);
      return value;
    });
  }

  /** Returns the awaitable, undefined if the expression refers to an empty slot. */
  evaluate(world: World, e: Expression): Value | undefined {
    const { api } = this.#interpreter;
    switch (e.kind) {
      case "ref":
        return world.get(e.slot);
      case "body":
        return this.programCoroutine(world, e.name, e.body);
      case "sleep":
        return api.sleep(e.ms, e.value);
      case "gather":
        return (e.settled ? api.gatherSettled : api.gather)(...this.evaluateAll(world, e.of)) as Future;
      case "wait":
        return api.wait(this.evaluateAll(world, e.of) as Future[], { timeout: e.ms ?? null, returnWhen: e.returnWhen });
      case "shield":
        return this.#wrap(world, e.of, (inner) => api.shield(inner));
      case "waitFor":
        return this.#wrap(world, e.of, (inner) => api.waitFor(inner, e.ms));
      case "ensure":
        return this.#wrap(world, e.of, (inner) => api.ensureFuture(inner));
      case "call":
      case "put":
      case "waitUntil":
        return primitiveCoroutine(api, world, e);
      case "read":
      case "readexactly":
      case "readline":
      case "readuntil":
      case "drain":
      case "waitClosed":
        return streamCoroutine(world, e);
      default:
        return this.#wrap(world, e.of, (inner) => ({ [Symbol.iterator]: () => inner[Symbol.iterator]() }));
    }
  }

  evaluateAll(world: World, expressions: Expression[]): Value[] {
    return expressions.map((e) => this.evaluate(world, e)).filter((value) => value !== undefined);
  }

  #wrap(world: World, e: Expression, call: (inner: Value) => Value): Value | undefined {
    const inner = this.evaluate(world, e);
    return inner === undefined ? undefined : call(inner);
  }
}
