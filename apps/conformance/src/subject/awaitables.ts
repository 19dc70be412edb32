import type { Awaitable } from "asyncio-ts";
import type { Expression } from "../language/expression.ts";
import type { Block } from "../language/program.ts";
import type { Coroutine, Future } from "./api.ts";
import type { Interpreter } from "./interpreter.ts";
import { primitiveCoroutine } from "./sync.ts";
import type { World } from "./world.ts";

type Given = Future | Coroutine<unknown> | Awaitable<unknown>;

/** Evaluates the expressions that give something to await. */
export class Awaitables {
  readonly #interpreter: Interpreter;
  /** A coroutine of the program: tells of its start and its end. */
  readonly routine: (world: World, name: string, block: Block) => Coroutine<number | null>;

  constructor(interpreter: Interpreter) {
    this.#interpreter = interpreter;
    this.routine = interpreter.mark(function* routine(world, name, block) {
      const task = world.currentTask()!;
      if (world.name(task) === "Task") task.setName(name);
      world.record("start", name);
      let value;
      try {
        value = (yield* interpreter.run(world, block))?.value ?? null;
      } catch (error) {
        world.record("threw", name, world.errors.tell(error));
        throw error;
      }
      world.record("returned", name, value);
      return value;
    });
  }

  /** Undefined when the slot that the expression stands on was never filled. */
  one(world: World, e: Expression): Given | undefined {
    const { api } = this.#interpreter;
    switch (e.kind) {
      case "ref":
        return world.get(e.slot);
      case "body":
        return this.routine(world, e.name, e.body);
      case "sleep":
        return api.sleep(e.ms, e.value);
      case "gather":
        return (e.settled ? api.gatherSettled : api.gather)(...this.all(world, e.of)) as Future;
      case "wait":
        return api.wait(this.all(world, e.of) as Future[], { timeout: e.ms ?? null, returnWhen: e.until });
      case "shield":
        return this.#over(world, e.of, (inner) => api.shield(inner));
      case "waitFor":
        return this.#over(world, e.of, (inner) => api.waitFor(inner, e.ms));
      case "ensure":
        return this.#over(world, e.of, (inner) => api.ensureFuture(inner));
      case "call":
      case "put":
      case "waitUntil":
        return primitiveCoroutine(api, world, e);
      default:
        return this.#over(world, e.of, (inner) => ({ [Symbol.iterator]: () => inner[Symbol.iterator]() }));
    }
  }

  all(world: World, expressions: Expression[]): Given[] {
    return expressions.map((e) => this.one(world, e)).filter((given) => given !== undefined);
  }

  #over(world: World, e: Expression, call: (inner: Given) => Given): Given | undefined {
    const inner = this.one(world, e);
    return inner === undefined ? undefined : call(inner);
  }
}
