import { Handle } from "@asyncio-ts/loop";
import { bounded, nameOf } from "@asyncio-ts/loop/lowlevel";
import { holderOf, Lock, primitiveOf } from "@asyncio-ts/sync/lowlevel";
import { type EventLoop, isFuture, Task } from "@asyncio-ts/tasks";
import { numberOf } from "@asyncio-ts/tasks/lowlevel";
import type { TracedTask } from "./traced-task.ts";
import { FIRST_OBJECT, NONE, type TracedUnit, YIELD } from "./traced-unit.ts";

/** The callbacks, timers and awaited objects of a recording, which have codes and texts. Holds none of the objects themselves. */
export class UnitTable {
  readonly #codes = new WeakMap<object, number>();
  readonly #units = new Map<number, TracedUnit>();
  readonly #counts = new Map<string, number>();
  readonly #most: number;
  #next = FIRST_OBJECT;

  /** @param most the number of texts to keep */
  constructor(most: number) {
    this.#most = most;
  }

  /** Returns the code of an object: the number of a task of the loop, a negative number for all others. Null has a code too. */
  codeOf(object: object | null, loop: EventLoop): number {
    if (object === null) return NONE;
    if (object instanceof Task && object.getLoop() === loop) return numberOf(object);
    const subject = (isFuture(object) ? primitiveOf(object) : null) ?? object;
    const known = this.#codes.get(subject);
    return known !== undefined && this.#units.has(known) ? known : this.#add(subject);
  }

  /** Adds a text that belongs to no object, such as a console line. */
  addText(text: string): number {
    const id = this.#next--;
    this.#keep({ id, kind: "callback", name: bounded(text) });
    return id;
  }

  #add(object: object): number {
    const id = this.#next--;
    this.#codes.set(object, id);
    this.#keep(this.#describe(id, object));
    return id;
  }

  #keep(unit: TracedUnit): void {
    this.#units.set(unit.id, unit);
    // Codes descend, so the oldest is so many above.
    this.#units.delete(unit.id + this.#most);
  }

  #describe(id: number, object: object): TracedUnit {
    if (object instanceof Task) return { id, kind: "future", name: `${bounded(object.getName())} of another loop` };
    if ("deadline" in object) return { id, kind: "timer", name: object instanceof Handle ? bounded(String(object)) : "sleep" };
    if (object instanceof Handle) return { id, kind: "callback", name: bounded(String(object)) };
    const isAwaited = isFuture(object);
    if (!isAwaited && !("_label" in object)) return { id, kind: "callback", name: bounded(String(object)) };
    const name = nameOf(object);
    const count = (this.#counts.get(name) ?? 0) + 1;
    this.#counts.set(name, count);
    return { id, kind: isAwaited ? "future" : "primitive", name: `${name} ${count}` };
  }

  /** Returns the unit of a code; null for `NONE` and `YIELD`. */
  unit(code: number, tasks: ReadonlyMap<number, TracedTask>): TracedUnit | null {
    if (code === NONE || code === YIELD) return null;
    if (code >= 0) return tasks.get(code) ?? { id: code, kind: "task", name: `Task-${code + 1}` };
    return this.#units.get(code) ?? { id: code, kind: "callback", name: "forgotten" };
  }
}

/** Returns the task that holds a lock; null for other objects and for a lock without a known holder. */
export function holdingTask(object: object): object | null {
  return object instanceof Lock ? holderOf(object) : null;
}
