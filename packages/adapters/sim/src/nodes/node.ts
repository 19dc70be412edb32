import { type ChooserOptions, type Choose, readyRunnables, runtime, setChooser, wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { allTasks, type Coroutine, isCoroutine, type Task } from "@asyncio-ts/tasks";
import { abandonTask, setNeverAwaitedHandler } from "@asyncio-ts/tasks/lowlevel";
import type { Random } from "@asyncio-ts/testing/lowlevel";
import { NodeClock } from "../world/clock.ts";
import { Disk } from "./disk.ts";
import { WorldEvent } from "../world/event.ts";
import type { Fabric } from "../world/fabric.ts";
import type { Host } from "../network/host.ts";
import { type Machine, NodeLoop } from "./machine.ts";
import { type HostAwaits, NodeDriver } from "./node-driver.ts";
import { NodeNetwork } from "../network/node-network.ts";
import type { Switchboard } from "../network/switchboard.ts";

/** The main coroutine function of a node. */
export type NodeMain = (node: SimulatedNode) => Coroutine<unknown>;

/** A run, as far as its nodes need it. */
export interface NodeRun extends Fabric, HostAwaits {
  readonly board: Switchboard;
  readonly choose: Choose;
  readonly chooserOptions: ChooserOptions;
  /** Returns a source of random numbers that depends only on the seed of the run and a name. */
  randomOf(name: string): Random;
  /** Ends the run, because a node has failed. */
  nodeFailed(name: string, error: unknown): void;
  /** Receives a report of a loop that reaches no awaiter. */
  reported(name: string, context: { message: string; exception?: unknown }): void;
  /** Receives the name of a coroutine that was never awaited. */
  neverAwaited(node: string, coroutine: string): void;
}

/** One life of a node, from its start to its exit or its crash. */
interface Life extends Machine {
  readonly loop: NodeLoop;
  readonly driver: NodeDriver;
}

/**
 * A node of a simulation: a process on a host of its own. Its name is its address.
 *
 * It has a loop, a clock, random numbers, sockets and a disk of its own. Nodes share nothing but the network.
 */
export class SimulatedNode {
  /** The name and the address. */
  readonly name: string;
  /** The clock. Its `skew` and `drift` may be changed at any time, and outlive a crash. */
  readonly clock: NodeClock;
  /** The disk. It keeps what was synced over a crash. */
  readonly disk: Disk;
  readonly #run: NodeRun;
  readonly #host: Host;
  readonly #main: NodeMain;
  #life: Life | null = null;
  #lives = 0;
  #isPaused = false;

  /** @internal */
  constructor(run: NodeRun, name: string, main: NodeMain) {
    this.#run = run;
    this.name = name;
    this.#main = main;
    this.disk = new Disk(run.choices);
    this.#host = run.board.add(name);
    this.clock = new NodeClock(run.world, () => this.#life?.driver.rearm());
    this.#start();
  }

  /** Whether its program runs, paused or not. */
  get isRunning(): boolean {
    return this.#life !== null;
  }

  /** Whether it is paused. */
  get isPaused(): boolean {
    return this.#isPaused;
  }

  /**
   * Kills the program, as a power failure does: its tasks end where they are, without `finally`. Its timers and callbacks are dropped, its
   * connections are reset, and what it has not synced is lost. Does nothing if the program has ended.
   */
  crash(): void {
    const life = this.#life;
    if (life === null) return;
    this.#run.timeline?.add(`${this.name}: crashes`);
    this.#life = null;
    this.#isPaused = false;
    this.#host.crash();
    this.disk.crash();
    this.#kill(life);
  }

  /** Starts the program again, with the disk as it is. Crashes it before if it runs. */
  restart(): void {
    this.crash();
    this.#run.timeline?.add(`${this.name}: restarts`);
    this.#start();
  }

  /** Stops the program where it is: its timers become late, and what arrives waits. Its connections stay. */
  pause(): void {
    if (this.#life === null || this.#isPaused) return;
    this.#isPaused = true;
    this.#run.timeline?.add(`${this.name}: pauses`);
    this.#life.driver.pause();
  }

  /** Lets the program go on after `pause()`. */
  resume(): void {
    if (!this.#isPaused) return;
    this.#isPaused = false;
    this.#run.timeline?.add(`${this.name}: resumes`);
    this.#life?.driver.resume();
  }

  /** @internal Ends the program at the end of a run. Reports exceptions that nothing has retrieved, if the run has not failed. */
  powerOff(isReported: boolean): void {
    const life = this.#life;
    this.#life = null;
    if (life !== null) this.#kill(life, isReported);
  }

  /** @internal Returns the loop; null if the program does not run. */
  get loop(): NodeLoop | null {
    return this.#life?.loop ?? null;
  }

  #start(): void {
    const run = this.#run;
    const life = this.#lives++;
    const driver = new NodeDriver(run.world, this.clock, this.name, run);
    const machine = { name: this.name, clock: this.clock, random: run.randomOf(`${this.name} ${life}`) };
    const loop = new NodeLoop(driver, (own) => ({ ...machine, loop: own }), new NodeNetwork(run.board, this.#host));
    setChooser(loop, run.choose, run.chooserOptions);
    loop.setExceptionHandler((_, context) => run.reported(this.name, context));
    setNeverAwaitedHandler(loop, (coroutine) => run.neverAwaited(this.name, coroutine));
    this.#life = { ...machine, loop, driver };
    const main: Task<unknown> = loop.createTask(begin(this.#main, this));
    main.addDoneCallback(() => this.#mainDone(main, loop));
  }

  /** Exits as `run` does: cancels the other tasks, and waits for their end. */
  #mainDone(main: Task<unknown>, loop: NodeLoop): void {
    const error = main.cancelled() ? new Error(`node ${this.name}: its main task was cancelled`) : main.exception();
    if (error !== null) return this.#run.nodeFailed(this.name, error);
    const tasks = allTasks(loop);
    let left = tasks.size;
    const exit = () => this.#run.world.schedule(new Exit(this, loop), this.#run.world.now);
    if (left === 0) return exit();
    for (const task of tasks) {
      task.cancel();
      task.addDoneCallback(() => {
        if (!task.cancelled() && task.exception() !== null) {
          this.#run.reported(this.name, { message: "unhandled exception during the exit of a node", exception: task.exception() });
        }
        if (--left === 0) exit();
      });
    }
  }

  /** @internal The end of the program. */
  exited(loop: NodeLoop): void {
    if (this.#life?.loop !== loop) return;
    this.#life = null;
    this.#isPaused = false;
    this.#run.timeline?.add(`${this.name}: exits`);
    loop.close();
  }

  #kill({ loop, driver }: Life, isReported = false): void {
    driver.close();
    for (const task of allTasks(loop)) abandonTask(task);
    if (!isReported) {
      loop.setExceptionHandler(() => {});
      setNeverAwaitedHandler(loop, () => {});
    }
    if (runtime.running !== (loop as unknown)) return loop.close();
    // Killed in a step of its own: no further step of this pass does anything.
    for (const runnable of readyRunnables(loop)) runnable.run = () => {};
    loop.stop();
    const { world } = this.#run;
    world.schedule(new Close(loop), world.now);
  }
}

/** Calls main in a step of the node itself. */
function* begin(main: NodeMain, node: SimulatedNode): Coroutine<unknown> {
  const coroutine: unknown = main(node);
  if (!isCoroutine(coroutine))
    throw wrongArgument("sim.node", "a main that gives a coroutine (write function*, or return its call)", coroutine);
  return yield* coroutine as Coroutine<unknown>;
}

/** The exit of a node, after the last step of its loop. */
class Exit extends WorldEvent {
  readonly #node: SimulatedNode;
  readonly #loop: NodeLoop;

  constructor(node: SimulatedNode, loop: NodeLoop) {
    super();
    this.#node = node;
    this.#loop = loop;
  }

  run(): void {
    this.#node.exited(this.#loop);
  }

  toString(): string {
    return `the exit of ${this.#node.name}`;
  }
}

/** The end of the loop of a node that was killed in a step of its own. */
class Close extends WorldEvent {
  readonly #loop: NodeLoop;

  constructor(loop: NodeLoop) {
    super();
    this.#loop = loop;
  }

  run(): void {
    this.#loop.close();
  }

  toString(): string {
    return "the end of a loop";
  }
}
