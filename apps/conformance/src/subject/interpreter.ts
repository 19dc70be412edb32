import type { Block, Statement } from "../language/program.ts";
import type { Api, Coroutine } from "./api.ts";
import type { World } from "./world.ts";

/** The value of a `return` statement, on its way out of the blocks. */
export interface Returned {
  value: number;
}

type Op = Statement["op"];

/** The type of the statement with an `op`. */
type StatementOf<O extends Op, S = Statement> = S extends { op: infer Ops } ? (O extends Ops ? S : never) : never;

export type Immediate<O extends Op> = (world: World, statement: StatementOf<O>) => void;
export type Suspending<O extends Op> = (world: World, statement: StatementOf<O>) => Coroutine<Returned | null>;

/** The implementations of statements by `op`. Each module registers some. */
export type ImmediateTable = { [O in Op]?: Immediate<O> };
export type SuspendingTable = { [O in Op]?: Suspending<O> };

/**
 * Runs blocks of statements. Its coroutine functions are either plain, or all marked with `coroutine`. Marked coroutines are resumed
 * in another way, which must not change the trace.
 */
export class Interpreter {
  readonly api: Api;
  readonly #immediate: ImmediateTable = {};
  readonly #suspending: SuspendingTable = {};
  readonly #marked: boolean;
  readonly run: (world: World, block: Block) => Coroutine<Returned | null>;

  constructor(api: Api, marked: boolean) {
    this.api = api;
    this.#marked = marked;
    const suspending = this.#suspending;
    const immediate = this.#immediate;
    this.run = this.mark(function* run(world, block) {
      for (const statement of block) {
        const action = immediate[statement.op] as Immediate<Op> | undefined;
        if (action !== undefined) {
          action(world, statement);
          continue;
        }
        const returned = yield* (suspending[statement.op] as Suspending<Op>)(world, statement);
        if (returned !== null) return returned;
      }
      return null;
    });
  }

  mark<F extends (...args: any[]) => Coroutine<unknown>>(fn: F): F {
    return this.#marked ? this.api.coroutine(fn as never) : fn;
  }

  register(immediate: ImmediateTable, suspending: SuspendingTable = {}): void {
    Object.assign(this.#immediate, immediate);
    for (const [op, fn] of Object.entries(suspending)) this.#suspending[op as Op] = this.mark(fn as Suspending<any>);
  }

  /** Runs the statements of a callback, and skips suspending ones. */
  runImmediate(world: World, block: Block): void {
    for (const statement of block) (this.#immediate[statement.op] as Immediate<Op> | undefined)?.(world, statement);
  }
}
