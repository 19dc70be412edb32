import type { Emit, HeldObject } from "./held-object.ts";

/** The objects that the I/O thread holds, by number. The blocked thread chooses positive numbers, this thread negative ones. */
export class HeldObjects {
  readonly #objects = new Map<number, HeldObject>();
  readonly #send: (object: number, event: string, args: readonly unknown[], transfer: readonly object[]) => void;
  #last = 0;

  /** @param send sends an event of an object */
  constructor(send: (object: number, event: string, args: readonly unknown[], transfer: readonly object[]) => void) {
    this.#send = send;
  }

  /** Returns a number for an object that this thread itself opens. */
  newId(): number {
    return --this.#last;
  }

  /** Returns the function that sends the events of an object. After `closed` the object is forgotten. */
  emitter(id: number): Emit {
    return (event, args, transfer = []) => {
      if (event === "closed") this.#objects.delete(id);
      this.#send(id, event, args, transfer);
    };
  }

  add(id: number, object: HeldObject): void {
    this.#objects.set(id, object);
  }

  /** Removes an object, and returns it. */
  take(id: number): HeldObject | undefined {
    const object = this.#objects.get(id);
    this.#objects.delete(id);
    return object;
  }

  /** Calls a method of an object. Does nothing if it is closed. */
  call(id: number, method: string, args: readonly unknown[]): void {
    this.#objects.get(id)?.[method]?.(...args);
  }
}
