import { checkOptions, repr, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { checkKnownOptions } from "@asyncio-ts/streams/lowlevel";
import type { Latency, LinkSettings } from "./link-settings.ts";
import type { Switchboard } from "./switchboard.ts";

/** Options of a partition. */
export interface PartitionOptions {
  /** Loses only the messages of the first group to the others; false by default. */
  oneWay?: boolean | undefined;
}

/** The settings of links, as properties that read and write them. */
export abstract class Links {
  readonly #settings: LinkSettings;

  /** @internal */
  constructor(settings: LinkSettings) {
    this.#settings = settings;
  }

  /** The milliseconds that a message takes: a number, or `[least, most]`; `[1, 10]` by default. */
  get latency(): Latency {
    return this.#settings.latency;
  }

  set latency(value: Latency) {
    this.#settings.latency = value;
  }

  /** The probability that a datagram is lost; 0 by default. */
  get loss(): number {
    return this.#settings.loss;
  }

  set loss(value: number) {
    this.#settings.loss = value;
  }

  /** The probability that a datagram arrives twice; 0 by default. */
  get duplicate(): number {
    return this.#settings.duplicate;
  }

  set duplicate(value: number) {
    this.#settings.duplicate = value;
  }

  /** The probability that a datagram is held up, so that later ones overtake it; 0 by default. */
  get reorder(): number {
    return this.#settings.reorder;
  }

  set reorder(value: number) {
    this.#settings.reorder = value;
  }

  /** The bytes that pass in a second, in each direction of a link; Infinity by default. */
  get bandwidth(): number {
    return this.#settings.bandwidth;
  }

  set bandwidth(value: number) {
    this.#settings.bandwidth = value;
  }
}

/** The link between two nodes, in both directions. */
export class SimulatedLink extends Links {
  readonly #board: Switchboard;
  readonly #a: string;
  readonly #b: string;

  /** @internal */
  constructor(board: Switchboard, a: string, b: string) {
    super(board.link(a, b));
    this.#board = board;
    this.#a = a;
    this.#b = b;
  }

  /**
   * Loses all messages between the two nodes until `heal()`.
   *
   * @param options.oneWay only those of the first node to the second one
   */
  partition(options: PartitionOptions = {}): void {
    block(this.#board, [[this.#a], [this.#b]], isOneWay("partition", options));
  }

  /** Lets messages through again. */
  heal(): void {
    for (const path of [this.#board.path(this.#a, this.#b), this.#board.path(this.#b, this.#a)]) unblock(this.#board, path);
  }

  /** Breaks all connections between the two nodes: both ends receive ECONNRESET. */
  reset(): void {
    this.#board.fabric.timeline?.add(`network: the connections between ${this.#a} and ${this.#b} are reset`);
    this.#board.reset(this.#a, this.#b);
  }
}

/** The network between the nodes. Its settings may be changed while the program runs. */
export class SimulatedNet extends Links {
  readonly #board: Switchboard;

  /** @internal */
  constructor(board: Switchboard) {
    super(board.settings);
    this.#board = board;
  }

  /**
   * Returns the link between two nodes, with settings of its own. A node's link to itself has no latency and no faults unless they are set
   * here.
   *
   * @throws TypeError if there is no such node
   */
  between(a: string, b: string): SimulatedLink {
    checkNames("sim.net.between", this.#board, [a, b]);
    return new SimulatedLink(this.#board, a, b);
  }

  /**
   * Cuts the network into groups: messages between them are lost until `heal()`. A connection holds its bytes back meanwhile, and fails
   * after 60 s. Nodes in no group keep all their links.
   *
   * @param groups names of nodes; a single group is cut from all other nodes
   * @param options.oneWay loses only the messages of the first group to the others
   * @throws TypeError if there is no such node
   *
   * @example
   * ```ts
   * import { simulate } from "@asyncio-ts/sim";
   * import { sleep } from "@asyncio-ts/tasks";
   *
   * simulate(function* (sim) {
   *   for (const name of ["a", "b", "c"]) sim.node(name, () => sleep(100));
   *   sim.net.partition([["a"], ["b", "c"]]);
   *   yield* sleep(50);
   *   sim.net.heal();
   * });
   * ```
   */
  partition(groups: readonly (readonly string[])[], options: PartitionOptions = {}): void {
    const oneWay = isOneWay("sim.net.partition", options);
    if (!Array.isArray(groups) || groups.length === 0 || !groups.every((group) => Array.isArray(group))) {
      throw wrongArgument("sim.net.partition", "an array of groups, each an array of names,", groups);
    }
    const named = groups.flat();
    checkNames("sim.net.partition", this.#board, named);
    const twice = named.find((name, i) => named.indexOf(name) !== i);
    if (twice !== undefined) throw new TypeError(`sim.net.partition: each node in one group was expected, got ${repr(twice)} twice`);
    const others = this.#board.names().filter((name) => !named.includes(name));
    block(this.#board, groups.length === 1 ? [groups[0]!, others] : groups, oneWay);
  }

  /** Ends all partitions. */
  heal(): void {
    for (const path of this.#board.paths()) unblock(this.#board, path);
  }

  /** Breaks all connections between two nodes: both ends receive ECONNRESET. @throws TypeError if there is no such node */
  reset(a: string, b: string): void {
    this.between(a, b).reset();
  }
}

function isOneWay(caller: string, options: PartitionOptions): boolean {
  checkOptions(caller, options);
  checkKnownOptions(caller, options, ["oneWay"]);
  return options.oneWay === true;
}

function checkNames(caller: string, board: Switchboard, names: readonly unknown[]): void {
  for (const name of names) {
    if (typeof name === "string" && board.get(name) !== null) continue;
    throw new TypeError(`${caller}: the name of a node was expected, got ${repr(name)}; the nodes are ${board.names().join(", ")}`);
  }
}

function block(board: Switchboard, groups: readonly (readonly string[])[], oneWay: boolean): void {
  const words = groups.map((group) => group.join(", ")).join(" | ");
  board.fabric.timeline?.add(`network: ${oneWay ? "a one-way partition" : "a partition"}: ${words}`);
  groups.forEach((group, i) => {
    if (oneWay && i > 0) return;
    const others = groups.filter((_, j) => j !== i).flat();
    for (const from of group) for (const to of others) board.path(from, to).isBlocked = true;
  });
}

function unblock(board: Switchboard, path: { isBlocked: boolean }): void {
  if (!path.isBlocked) return;
  board.fabric.timeline?.add(`network: ${String(path)} is healed`);
  path.isBlocked = false;
}
