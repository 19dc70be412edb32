import { Task } from "./task.ts";
import { drain, resume } from "./turns.ts";

/** A coroutine that yields promises, and gets their values. */
export type PromiseCoroutine<T> = Generator<Promise<any>, T, any>;

/** A task that awaits promises. */
export class PromiseTask<T> extends Task<T> {
  #value: unknown = undefined;

  constructor(coroutine: PromiseCoroutine<T>) {
    super(coroutine as never);
  }

  override step(): void {
    const { done, value } = (this.coroutine as unknown as PromiseCoroutine<T>).next(this.#value);
    if (done === true) this.finish(value);
    else void value.then(this.#fulfilled);
  }

  /** Continues in the promise's reaction. One function serves all promises of the task. */
  readonly #fulfilled = (value: unknown): void => {
    this.#value = value;
    resume(this);
    drain();
  };
}
