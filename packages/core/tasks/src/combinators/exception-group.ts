import { brand } from "@asyncio-ts/loop/lowlevel";

/** What tells errors apart: one class or several, or a predicate. */
export type ErrorFilter = ErrorClass | readonly ErrorClass[] | ((error: unknown) => boolean);

/** A class of errors. */
export type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * Several errors that happened side by side, in `errors`; groups nest.
 *
 * Mirrors `ExceptionGroup`; `except* KeyError` is `group.split(KeyError)` or `group.subgroup(KeyError)`.
 */
export class ExceptionGroup extends AggregateError {
  /** @throws TypeError when `errors` is empty or no array */
  constructor(message: string, errors: readonly unknown[], options?: ErrorOptions) {
    if (!Array.isArray(errors) || errors.length === 0) {
      throw new TypeError("ExceptionGroup: a non-empty array of errors was expected");
    }
    super(errors, message, options);
  }

  /** A group of the same message around other errors. Subclasses override it to stay themselves in `split`. */
  derive(errors: readonly unknown[]): ExceptionGroup {
    return new ExceptionGroup(this.message, errors, { cause: this.cause });
  }

  /** The errors that `filter` tells, nested as here; null when there is none. */
  subgroup(filter: ErrorFilter): ExceptionGroup | null {
    return this.split(filter)[0];
  }

  /** The errors that `filter` tells and the others, each nested as here; null for none. */
  split(filter: ErrorFilter): [matching: ExceptionGroup | null, rest: ExceptionGroup | null] {
    return split(this, predicate(filter));
  }
}

brand(ExceptionGroup, "ExceptionGroup");

function split(group: ExceptionGroup, matches: (error: unknown) => boolean): [ExceptionGroup | null, ExceptionGroup | null] {
  if (matches(group)) return [group, null];
  const matching: unknown[] = [];
  const rest: unknown[] = [];
  for (const error of group.errors as unknown[]) {
    if (!(error instanceof ExceptionGroup)) {
      (matches(error) ? matching : rest).push(error);
      continue;
    }
    const [inside, outside] = split(error, matches);
    if (inside !== null) matching.push(inside);
    if (outside !== null) rest.push(outside);
  }
  return [part(group, matching), part(group, rest)];
}

/** A part of a group keeps its cause, whatever `derive` makes of the rest. */
function part(group: ExceptionGroup, errors: readonly unknown[]): ExceptionGroup | null {
  if (errors.length === 0) return null;
  const derived = group.derive(errors);
  if (group.cause !== undefined) derived.cause ??= group.cause;
  return derived;
}

/** A class is told from a predicate by its prototype chain: errors are picked, and every error class inherits. */
function predicate(filter: ErrorFilter): (error: unknown) => boolean {
  if (typeof filter !== "function") return (error) => filter.some((type) => error instanceof type);
  if (filter === Error || filter.prototype instanceof Error) return (error) => error instanceof (filter as ErrorClass);
  return filter as (error: unknown) => boolean;
}
