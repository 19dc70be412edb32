import { Task } from "./task.ts";

/** A coroutine that yields the generators that it calls, and gets their results. */
export type FramedCoroutine<T> = Generator<FramedCoroutine<any> | undefined, T, any>;

/** Called without a look at the generator: each `function*` written in place has a hidden class of its own. */
const { next } = Object.getPrototypeOf(function* () {}).prototype as FramedCoroutine<unknown>;

/** A task with a stack of its own, so that only the innermost generator is resumed. */
export class FramedTask<T> extends Task<T> {
  readonly #frames: FramedCoroutine<any>[];

  constructor(coroutine: FramedCoroutine<T>) {
    super(coroutine as never);
    this.#frames = [coroutine];
  }

  override step(): void {
    const frames = this.#frames;
    let result: unknown;
    for (;;) {
      const { done, value } = next.call(frames[frames.length - 1]!, result);
      if (done !== true) {
        if (value === undefined) return;
        frames.push(value as FramedCoroutine<unknown>);
        result = undefined;
      } else {
        frames.pop();
        if (frames.length === 0) return this.finish(value as T);
        result = value;
      }
    }
  }
}
