/** A block has 256 places. The high bits of a task's number are its block, the low bits its place. */
const BITS = 8;
const SIZE = 1 << BITS;

/** A full block with at most so many unfinished tasks is compacted, because its places would take most of the memory. */
const FEW = 8;

/** Numbers restart here, because larger ones are no small integers to V8. */
const NUMBERS = 1 << 30;

/** A task, as far as the list needs it. */
export interface Numbered {
  /** @internal The number that `add` returned. */
  readonly _number: number;
}

/** The places of successive tasks, or the few unfinished ones of a compacted block. */
class Block<T> {
  tasks: (T | null)[];
  unfinished = 0;

  constructor(tasks: (T | null)[] = Array<T | null>(SIZE).fill(null)) {
    this.tasks = tasks;
  }
}

/**
 * The unfinished tasks of one loop, in creation order.
 *
 * A task's number is its place, so a task leaves in O(1) and stores nothing else. Memory decides the cost of creating many
 * tasks, see decision 0006.
 */
export class TaskList<T extends Numbered> {
  /** Tasks with an eager step that the end of the stack cut short. Their creators got the error, so no list contains them. */
  readonly lost: T[] = [];
  readonly #blocks = new Map<number, Block<T>>();
  #latest = new Block<T>([]);
  #latestIndex = -1;
  /** The number of the next task. Counts per loop, so that the default names of a program are the same in each run. */
  made = 0;
  /**
   * The places for a next block: of one that was compacted or dropped, all null. The first block grows, because most loops of tests
   * have few tasks, and 256 places are half the memory of such a loop.
   */
  #spare: (T | null)[] | undefined = [];

  /** Adds a new task, and returns its number. */
  add(task: T): number {
    if (this.made >> BITS !== this.#latestIndex) this.#begin();
    const number = this.made++;
    this.#latest.tasks[number & (SIZE - 1)] = task;
    this.#latest.unfinished++;
    return number;
  }

  /** Removes a task. Does nothing if it is not in the list. */
  delete(task: T): void {
    const index = task._number >> BITS;
    const block = index === this.#latestIndex ? this.#latest : this.#blocks.get(index);
    let place = task._number & (SIZE - 1);
    if (block?.tasks[place] !== task) place = placeIn(block, task);
    if (place === -1) return;
    block!.tasks[place] = null;
    if (--block!.unfinished <= FEW) this.#shrink(index, block!);
  }

  list(): T[] {
    for (const task of this.lost.splice(0)) this.delete(task);
    return [...this.#blocks.values()].flatMap(({ tasks, unfinished }) => (unfinished === 0 ? [] : tasks.filter((task) => task !== null)));
  }

  #begin(): void {
    const index = this.#latestIndex;
    this.#latestIndex = -1;
    if (this.#latest.unfinished <= FEW) this.#shrink(index, this.#latest);
    if (this.made >= NUMBERS) this.made = 0;
    // After a restart, a task of the previous round may still be in its block.
    while (this.#blocks.has(this.made >> BITS)) this.made = ((this.made >> BITS) + 1) << BITS;
    this.#latest = new Block(this.#spare);
    this.#spare = undefined;
    this.#latestIndex = this.made >> BITS;
    this.#blocks.set(this.#latestIndex, this.#latest);
  }

  /** Compacts a block, or drops it if it is empty. The latest one stays, because more tasks follow. */
  #shrink(index: number, block: Block<T>): void {
    if (index === this.#latestIndex) return;
    const { tasks, unfinished } = block;
    if (unfinished === 0) this.#blocks.delete(index);
    if (tasks.length < SIZE) return;
    // All other places are null already, so they are not written again.
    const few: T[] = [];
    for (let place = 0; few.length < unfinished; place++) {
      const task = tasks[place]!;
      if (task === null) continue;
      few.push(task);
      tasks[place] = null;
    }
    block.tasks = few;
    this.#spare = tasks;
  }
}

/** Returns the place of a task in a compacted block; -1 if it has none. */
function placeIn<T>(block: Block<T> | undefined, task: T): number {
  return block === undefined ? -1 : block.tasks.indexOf(task);
}
