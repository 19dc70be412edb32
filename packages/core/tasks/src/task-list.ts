import type { Task } from "./task.ts";

/** Gaps that a list may have before it is compacted. */
const GAPS = 64;

/** The unfinished tasks of one loop, in creation order. A task knows its place, so it leaves in O(1). */
export class TaskList {
  #tasks: (Task<any> | null)[] = [];
  #gaps = 0;

  add(task: Task<any>): void {
    task._slot = this.#tasks.push(task) - 1;
  }

  delete(task: Task<any>): void {
    this.#tasks[task._slot] = null;
    if (++this.#gaps > GAPS && this.#gaps > this.#tasks.length / 2) this.#compact();
  }

  list(): Task<any>[] {
    return this.#tasks.filter((task) => task !== null);
  }

  #compact(): void {
    this.#tasks = this.list();
    this.#gaps = 0;
    for (let slot = 0; slot < this.#tasks.length; slot++) this.#tasks[slot]!._slot = slot;
  }
}
