import { dispose, shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { alreadyAwaited } from "./already-awaited.ts";
import { COROUTINE_NAME } from "./coroutine-name.ts";
import { HAS_DIAGNOSTICS } from "./edition.ts";
import { nameFrame } from "./frame-names.ts";

/**
 * The methods of an operation, which is a coroutine but no generator: one small object, several times as fast to make.
 *
 * `yield*`, `isCoroutine` and the types treat an operation as a coroutine. A task, which runs generators only, wraps it in one.
 * See decision 0005.
 */
export interface OperationBody {
  /** Continues until the next await, or to the end. First called by the awaiting coroutine, then when the awaited future is done. */
  next(): IteratorResult<any, unknown>;
  /** Ends the wait early. Called at any time. */
  leave(): void;
  /** Whether the operation has completed or was left. Awaiting it again is an error. */
  readonly finished?: boolean;
}

/** The class of all operations, of any copy of this package. */
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

      [Symbol.iterator](this: OperationBody): unknown {
        if (this.finished === true) throw alreadyAwaited();
        return this;
      }

      // The rest of a generator's interface.
      [dispose](this: OperationBody): void {
        this.leave();
      }

      get [Symbol.toStringTag](): string {
        return "Generator";
      }
    } as never,
);

/**
 * Makes the objects of a class operations, and returns the class. Faster than `extends Operation`.
 *
 * @param name the name shown in stacks; empty, the default, hides the operation
 */
export function operation<C extends new (...args: never[]) => OperationBody>(type: C, name = ""): C {
  Object.setPrototypeOf(type.prototype, Operation.prototype);
  return nameMethods(type, name);
}

/**
 * Names the methods of a class of ours that appear among the program's coroutines in a stack, and returns the class.
 *
 * @param name the name shown in stacks; empty, the default, hides the methods
 */
export function nameMethods<C extends new (...args: never[]) => object>(type: C, name = ""): C {
  if (!HAS_DIAGNOSTICS) return type;
  for (const key of Object.getOwnPropertyNames(type.prototype)) {
    const method = (type.prototype as Record<string, object>)[key]!;
    if (typeof method === "function" && method !== type) nameFrame(method, key === "next" ? name : "");
  }
  return type;
}

/** Marks methods of a class as coroutine functions, and returns the class. */
export function markCoroutineMethods<C extends abstract new (...args: never[]) => object>(type: C, ...methods: string[]): C {
  for (const name of methods) Object.defineProperty((type.prototype as Record<string, object>)[name], COROUTINE_NAME, { value: name });
  return type;
}

/** Returns a generator that runs an operation, for a task. */
export const runOperation = nameFrame(function* <T>(operation: Coroutine<T>): Coroutine<T> {
  return yield* operation;
}) as <T>(operation: Coroutine<T>) => Coroutine<T>;
