import { dispose, shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { ours } from "./call-site.ts";
import { COROUTINE_NAME } from "./coroutine-name.ts";
import { traps } from "./traps.ts";

/**
 * A coroutine that is no generator but one small object: 13 ns a call, where a generator takes 47. Whoever asks sees a
 * coroutine, and `yield*` can't tell; a task, which can run generators only, has it wrapped in one.
 */
export interface OperationBody {
  /** Goes on until something is to be awaited, or to the end. Called first by who awaits, then once that has come. */
  next(): IteratorResult<any, unknown>;
  /** The wait is given up. Called at any time. */
  leave(): void;
}

/** The class of all operations, of whichever copy of this package. */
export const Operation: new () => Coroutine<any> = shared(
  "operation",
  () =>
    class {
      throw(this: OperationBody, error: unknown): never {
        this.leave();
        throw error;
      }

      return(this: OperationBody, value: unknown): IteratorResult<never, unknown> {
        this.leave();
        return { done: true, value };
      }

      [Symbol.iterator](): unknown {
        return this;
      }

      // The rest of what a generator has.
      [dispose](this: OperationBody): void {
        this.leave();
      }

      get [Symbol.toStringTag](): string {
        return "Generator";
      }
    } as never,
);

/**
 * Makes operations of the objects of a class. (To extend `Operation` would cost 9 ns an object.)
 *
 * @param name what they show as in a stack; nothing by default
 * @returns the class
 */
export function operation<C extends new (...args: never[]) => OperationBody>(type: C, name = ""): C {
  Object.setPrototypeOf(type.prototype, Operation.prototype);
  return nameMethods(type, name);
}

/**
 * Names the methods of a class of ours whose objects stand among the coroutines of the program.
 *
 * @param name what they show as in a stack; nothing by default
 * @returns the class
 */
export function nameMethods<C extends new (...args: never[]) => object>(type: C, name = ""): C {
  for (const key of Object.getOwnPropertyNames(type.prototype)) {
    const method = (type.prototype as Record<string, object>)[key]!;
    if (method !== type) ours(method, key === "next" ? name : "");
  }
  return type;
}

/** Says that methods of a class make coroutines. Gives the class back. */
export function markCoroutineMethods<C extends abstract new (...args: never[]) => object>(type: C, ...methods: string[]): C {
  for (const name of methods) Object.defineProperty((type.prototype as Record<string, object>)[name], COROUTINE_NAME, { value: name });
  return type;
}

/** What `next` gives at the end. */
export function finish<T>(result: T): IteratorResult<any, T> {
  traps.finished.value = result;
  return traps.finished;
}

/** The generator in which a task runs an operation. */
export const runOperation = ours(function* <T>(operation: Coroutine<T>): Coroutine<T> {
  return yield* operation;
}) as <T>(operation: Coroutine<T>) => Coroutine<T>;
