import type { Coroutine } from "./awaitable.ts";
import { Delegate } from "./delegate.ts";
import { nameMethods } from "./operation.ts";

/** The iterator of a marked generator that has yielded a value of its own. The first `next` returns that value. */
export class BegunGenerator extends Delegate<unknown> {
  first: IteratorResult<any, unknown> | null;

  constructor(generator: Coroutine<unknown>, first: IteratorResult<any, unknown>) {
    super(generator);
    this.first = first;
  }

  override next(value: unknown): IteratorResult<any, unknown> {
    const { first } = this;
    if (first === null) return super.next(value);
    this.first = null;
    return first;
  }
}

nameMethods(BegunGenerator);
