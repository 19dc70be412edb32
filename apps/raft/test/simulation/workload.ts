import type { History, Simulation } from "@asyncio-ts/sim";
import { type Coroutine, sleep } from "asyncio-ts";
import { Client } from "../../src/store/client.ts";
import type { Cluster } from "./cluster.ts";

type Operation = "get" | "put" | "swap" | "count" | "add";
const OPERATIONS: readonly Operation[] = ["get", "put", "swap", "count", "add"];
const READS: readonly Operation[] = ["get", "count"];

const REGISTER = "register";
const COUNTER = "counter";

/** The milliseconds between two operations of a client. */
const LONGEST_PAUSE = 100;

/** Clients that read and change a few keys, each on a node of its own, and record what they see. */
export class Workload {
  readonly #sim: Simulation;
  readonly #cluster: Cluster;
  readonly #registers: History;
  readonly #counters: History;
  #isStopped = false;
  #working = 0;
  #executed = 0;

  constructor(sim: Simulation, cluster: Cluster) {
    this.#sim = sim;
    this.#cluster = cluster;
    this.#registers = sim.history();
    this.#counters = sim.history({ initial: 0 });
  }

  /** The number of operations that had an answer. */
  get executed(): number {
    return this.#executed;
  }

  /** Whether all clients have ended. */
  get isOver(): boolean {
    return this.#working === 0;
  }

  /**
   * Starts a client.
   *
   * @param options.isReader whether it changes nothing, so that a leader which is cut off cannot send it away
   */
  start(name: string, { isReader = false }: { isReader?: boolean } = {}): void {
    this.#working++;
    const kinds = isReader ? READS : OPERATIONS;
    this.#sim.node(name, () => this.#work(name, kinds));
  }

  /** Lets the clients end after their present operation. */
  stop(): void {
    this.#isStopped = true;
  }

  *#work(name: string, kinds: readonly Operation[]): Coroutine<void> {
    using client = new Client(this.#cluster.members, { patience: 300, retryDelay: 20 });
    while (!this.#isStopped) {
      const kind = kinds[Math.floor(Math.random() * kinds.length)]!;
      yield* this.#operate(kind, client, `${name}${this.#executed}`);
      this.#executed++;
      yield* sleep(Math.random() * LONGEST_PAUSE);
    }
    this.#working--;
  }

  /** @param value a value that no other operation puts */
  *#operate(kind: Operation, client: Client, value: string): Coroutine<void> {
    const [registers, counters] = [this.#registers, this.#counters];
    switch (kind) {
      case "get":
        yield* registers.read(REGISTER, () => client.get(REGISTER));
        break;
      case "put":
        yield* registers.write(REGISTER, value, () => client.put(REGISTER, value));
        break;
      case "swap": {
        const expected = yield* registers.read(REGISTER, () => client.get(REGISTER));
        yield* registers.swap(REGISTER, expected, value, () => client.swap(REGISTER, expected, value));
        break;
      }
      case "count":
        // A counter that was never added to is missing.
        yield* counters.read(COUNTER, function* () {
          return (yield* client.get(COUNTER)) ?? 0;
        });
        break;
      case "add":
        yield* counters.add(COUNTER, 1, () => client.add(COUNTER));
    }
  }
}
