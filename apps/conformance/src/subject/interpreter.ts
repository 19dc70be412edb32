import type { Block, Statement } from "../language/program.ts";
import type { Api, Coroutine } from "./api.ts";
import type { World } from "./world.ts";

/** What a `return` statement gave, on its way out of the blocks around it. */
export interface Returned {
  value: number;
}

type Op = Statement["op"];

/** The statement of an operation. */
type Of<O extends Op, S = Statement> = S extends { op: infer Ops } ? (O extends Ops ? S : never) : never;

export type Now<O extends Op> = (world: World, statement: Of<O>) => void;
export type Waiting<O extends Op> = (world: World, statement: Of<O>) => Coroutine<Returned | null>;

/** Operations by name; each module knows some of them. */
export type NowTable = { [O in Op]?: Now<O> };
export type WaitingTable = { [O in Op]?: Waiting<O> };

/**
 * Runs blocks of statements. Its coroutines are plain `function*`s, or all marked with `coroutine`, which resumes them in
 * another way and must make no difference.
 */
export class Interpreter {
  readonly api: Api;
  readonly #now: NowTable = {};
  readonly #waiting: WaitingTable = {};
  readonly #marked: boolean;
  readonly run: (world: World, block: Block) => Coroutine<Returned | null>;

  constructor(api: Api, marked: boolean) {
    this.api = api;
    this.#marked = marked;
    const waiting = this.#waiting;
    const now = this.#now;
    this.run = this.mark(function* run(world, block) {
      for (const statement of block) {
        const at = now[statement.op] as Now<Op> | undefined;
        if (at !== undefined) {
          at(world, statement);
          continue;
        }
        const returned = yield* (waiting[statement.op] as Waiting<Op>)(world, statement);
        if (returned !== null) return returned;
      }
      return null;
    });
  }

  mark<F extends (...args: any[]) => Coroutine<unknown>>(fn: F): F {
    return this.#marked ? this.api.coroutine(fn as never) : fn;
  }

  learn(now: NowTable, waiting: WaitingTable = {}): void {
    Object.assign(this.#now, now);
    for (const [op, fn] of Object.entries(waiting)) this.#waiting[op as Op] = this.mark(fn as Waiting<any>);
  }

  /** Runs the statements of a callback, leaving out those that would wait. */
  runNow(world: World, block: Block): void {
    for (const statement of block) (this.#now[statement.op] as Now<Op> | undefined)?.(world, statement);
  }
}
