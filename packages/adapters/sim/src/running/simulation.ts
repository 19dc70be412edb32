import { checkMilliseconds, checkOptions, isAsyncFunction, isPlainFunction, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { checkKnownOptions } from "@asyncio-ts/streams/lowlevel";
import { type Coroutine, getRunningLoop } from "@asyncio-ts/tasks";
import { History } from "../checks/history.ts";
import { isProbability } from "../network/link-settings.ts";
import { SimulatedNet } from "../network/net.ts";
import { type NodeMain, SimulatedNode } from "../nodes/node.ts";
import { SCENARIO, type SimulatedRun } from "./simulated-run.ts";
import { isOwnName } from "../network/switchboard.ts";

/** A simulation, as its scenario sees it. */
export class Simulation {
  /** The network between the nodes. */
  readonly net: SimulatedNet;
  readonly #run: SimulatedRun<unknown>;

  /** @internal */
  constructor(run: SimulatedRun<unknown>) {
    this.#run = run;
    this.net = new SimulatedNet(run.board);
  }

  /**
   * Creates a node, and starts its program.
   *
   * @param name the address of the node
   * @param main a coroutine function. It runs as `run` would: when it returns, the other tasks are cancelled and the node exits. If it
   *   throws, the run fails.
   * @throws TypeError if a node of this name exists already, or an argument is of another kind
   */
  node(name: string, main: NodeMain): SimulatedNode {
    if (typeof name !== "string" || name === "" || isOwnName(name) || name === SCENARIO) {
      const hint = typeof name === "string" && name !== "" ? "; this name has a meaning of its own" : "";
      throw new TypeError(`sim.node: a name was expected, got ${repr(name)}${hint}`);
    }
    if (this.#run.nodes.has(name)) {
      throw new TypeError(
        `sim.node: the name of a new node was expected, got ${repr(name)}; to start it again, call restart() of the node`,
      );
    }
    checkFunction("sim.node", "a coroutine function", main);
    const node = new SimulatedNode(this.#run, name, main);
    this.#run.nodes.set(name, node);
    return node;
  }

  /**
   * Checks a condition after each step of each loop. The run fails when it does not hold.
   *
   * @param check returns whether the condition holds, or throws; it only looks, and awaits nothing
   * @param name the condition in words
   */
  always(check: () => unknown, name: string): void {
    checkFunction("sim.always", "a function", check);
    checkName("sim.always", name);
    this.#run.checks.always(name, check);
  }

  /**
   * Waits until a condition holds, and returns the value of the check. It is checked after each step of each loop.
   *
   * @param check returns a value other than undefined, null and false when the condition holds; it only looks, and awaits nothing
   * @param within milliseconds
   * @param name the condition in words
   * @throws Error if the condition does not hold in time
   */
  *eventually<T>(check: () => T, within: number, name: string): Coroutine<Exclude<T, undefined | null | false>> {
    checkFunction("sim.eventually", "a function", check);
    checkMilliseconds("sim.eventually", within);
    checkName("sim.eventually", name);
    const loop = getRunningLoop();
    const { future, end } = this.#run.checks.watch(loop, check);
    const timer = loop.callLater(within, () => {
      if (!future.done()) future.setException(new Error(`sim.eventually: ${name}: does not hold within ${within} ms`));
    });
    try {
      return (yield* future) as Exclude<T, undefined | null | false>;
    } finally {
      timer.cancel();
      end();
    }
  }

  /**
   * Returns a new history of operations, which is checked to be linearizable when the scenario returns.
   *
   * @param options.initial the value of each key before the first operation; null by default. Write 0 for counters
   */
  history(options: { initial?: unknown } = {}): History {
    checkOptions("sim.history", options);
    checkKnownOptions("sim.history", options, ["initial"]);
    const history = new History(this.#run, options.initial ?? null);
    this.#run.histories.push(history);
    return history;
  }

  /** Adds a line to the timeline. Values other than strings are shown as errors show them. */
  log(...values: unknown[]): void {
    const { timeline, present } = this.#run;
    timeline?.add(`${present.name}: ${values.map((value) => (typeof value === "string" ? value : repr(value))).join(" ")}`);
  }

  /** Returns true with the probability `p`. It is a choice of the run: shrinking a failure makes it false where it can. */
  chance(p: number): boolean {
    if (!isProbability(p)) throw wrongArgument("sim.chance", "a probability from 0 to 1", p);
    return this.#run.chance(p);
  }

  /** Returns an item of a list. It is a choice of the run: shrinking a failure makes it the first one where it can. */
  pick<T>(list: readonly T[]): T {
    if (!Array.isArray(list) || list.length === 0) throw wrongArgument("sim.pick", "an array with at least one item", list);
    return list[this.#run.below(list.length)] as T;
  }

  /** Returns a random number from 0 up to, but not including, 1. It depends only on the seed of the run. */
  random(): number {
    return this.#run.scenario.random.next();
  }

  /** Returns the milliseconds since the begin of the run. */
  time(): number {
    return this.#run.world.now;
  }
}

function checkFunction(caller: string, expected: string, value: unknown): void {
  if (expected === "a function" ? isPlainFunction(value) : typeof value === "function" && !isAsyncFunction(value)) return;
  throw wrongArgument(caller, expected, value);
}

function checkName(caller: string, name: unknown): void {
  if (typeof name !== "string" || name === "") throw wrongArgument(caller, "the condition in words", name);
}
