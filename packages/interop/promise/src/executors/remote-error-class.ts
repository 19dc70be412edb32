import { shared } from "@asyncio-ts/loop/lowlevel";
import { BrokenBarrierError, QueueEmpty, QueueFull, QueueShutDown } from "@asyncio-ts/sync";
import { BufferOverflowError } from "@asyncio-ts/sync/lowlevel";
import { CancelledError, ExceptionGroup, InvalidStateError, KeyboardInterrupt, TimeoutError } from "@asyncio-ts/tasks";
import type { ErrorClass } from "@asyncio-ts/tasks/lowlevel";

/** The error classes that both sides know, the derived before their bases. `instanceof` finds ours across copies. Shared, because a thread loads a file of its own. */
const classes: Map<string, ErrorClass> = shared(
  "error classes",
  () =>
    new Map<string, ErrorClass>(
      Object.entries({
        CancelledError,
        InvalidStateError,
        TimeoutError,
        KeyboardInterrupt,
        ExceptionGroup,
        QueueEmpty,
        QueueFull,
        QueueShutDown,
        BrokenBarrierError,
        BufferOverflowError,
        DOMException,
        EvalError,
        RangeError,
        ReferenceError,
        SyntaxError,
        TypeError,
        URIError,
        AggregateError,
      }),
    ),
);

/**
 * Makes an error class known, so that its errors keep it when they cross threads, processes and machines.
 *
 * An error is rebuilt without the constructor: its own fields are copied.
 *
 * @param name the name of the class, the same on both sides
 */
export function registerErrorClass(name: string, type: ErrorClass): void {
  classes.set(name, type);
}

/** Returns the name of the nearest known class of a thrown value; null if it is no error. */
export function errorClassOf(thrown: unknown): string | null {
  try {
    for (const [name, type] of classes) if (thrown instanceof type) return name;
    // The second case is an error of another realm.
    return thrown instanceof Error || Object.prototype.toString.call(thrown) === "[object Error]" ? "Error" : null;
  } catch {
    // A revoked proxy.
    return null;
  }
}

/** Returns the prototype of a known class; null for `Error` and unknown ones. */
export function prototypeNamed(name: string): object | null {
  return classes.get(name)?.prototype ?? null;
}
