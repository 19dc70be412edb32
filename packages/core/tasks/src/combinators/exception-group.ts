import { brand, isAsyncFunction, wrongArgument } from "@asyncio-ts/loop/lowlevel";

/** Selects errors: a class, several classes, or a predicate. */
export type ErrorFilter = ErrorClass | readonly ErrorClass[] | ((error: unknown) => boolean);

/** An error class. */
export type ErrorClass = abstract new (...args: never[]) => Error;

/**
 * Several concurrent errors, in `errors`. Groups nest.
 *
 * Mirrors `ExceptionGroup`; `except* KeyError` is `group.split(KeyError)` or `group.subgroup(KeyError)`.
 */
export class ExceptionGroup<E = any> extends AggregateError {
  /** The errors, and groups of errors. */
  declare errors: (E | ExceptionGroup<E>)[];

  /** @throws TypeError if `message` is no string, or `errors` is empty or no array */
  constructor(message: string, errors: readonly unknown[], options?: ErrorOptions) {
    if (!Array.isArray(errors) || errors.length === 0) {
      throw wrongArgument("ExceptionGroup", "a non-empty array of errors", errors);
    }
    if (typeof message !== "string") throw wrongArgument("ExceptionGroup", "a string as message", message);
    super(errors, message, options);
  }

  /** Returns a group of other errors with the same message. A subclass overrides it to keep its class in `split`. */
  derive(errors: readonly unknown[]): ExceptionGroup<any> {
    return new ExceptionGroup(this.message, errors, this.cause === undefined ? undefined : { cause: this.cause });
  }

  /** Returns the errors that match `filter`, nested as in this group; null if none does. */
  subgroup<T>(filter: (error: unknown) => error is T): ExceptionGroup<T> | null;
  /** Returns the errors that match `filter`, nested as in this group; null if none does. */
  subgroup(filter: (error: unknown) => boolean): ExceptionGroup<E> | null;
  /** Returns the errors that match `filter`, nested as in this group; null if none does. */
  subgroup<C extends ErrorClass>(filter: C | readonly C[]): ExceptionGroup<InstanceType<C>> | null;
  /** Returns the errors that match `filter`, nested as in this group; null if none does. */
  subgroup(filter: ErrorFilter): ExceptionGroup<E> | null;
  subgroup(filter: ErrorFilter): ExceptionGroup | null {
    return this.split(filter)[0];
  }

  /** Returns the errors that match `filter` and the rest, each nested as in this group; null for none. */
  split<T>(filter: (error: unknown) => error is T): [matching: ExceptionGroup<T> | null, rest: ExceptionGroup<Exclude<E, T>> | null];
  /** Returns the errors that match `filter` and the rest, each nested as in this group; null for none. */
  split(filter: (error: unknown) => boolean): [matching: ExceptionGroup<E> | null, rest: ExceptionGroup<E> | null];
  /** Returns the errors that match `filter` and the rest, each nested as in this group; null for none. */
  split<C extends ErrorClass>(
    filter: C | readonly C[],
  ): [matching: ExceptionGroup<InstanceType<C>> | null, rest: ExceptionGroup<Exclude<E, InstanceType<C>>> | null];
  /** Returns the errors that match `filter` and the rest, each nested as in this group; null for none. */
  split(filter: ErrorFilter): [matching: ExceptionGroup<E> | null, rest: ExceptionGroup<E> | null];
  split(filter: ErrorFilter): [matching: ExceptionGroup | null, rest: ExceptionGroup | null] {
    return split(this, predicate(filter));
  }

  /** Returns the message with the number of errors, and one line for each. */
  override toString(): string {
    return [
      `${this.name}: ${this.message}${countOf(this)}`,
      ...this.errors.map((error) => `  - ${String(error).replaceAll("\n", "\n  ")}`),
    ].join("\n");
  }
}

brand(ExceptionGroup, "ExceptionGroup");
showErrors(ExceptionGroup);

/** Lets the console show all errors with their stacks: by itself it stops at a depth of two groups. Returns the class. */
function showErrors(type: typeof ExceptionGroup): typeof ExceptionGroup {
  Object.defineProperty(type.prototype, Symbol.for("nodejs.util.inspect.custom"), {
    value(this: ExceptionGroup, _depth: number, options: object, inspect: (value: unknown, options: object) => string): string {
      const shown = this.errors.map((error) => `\n  - ${inspect(error, options).replaceAll("\n", "\n    ")}`);
      if (this.cause !== undefined) shown.push(`\n  [cause]: ${inspect(this.cause, options).replaceAll("\n", "\n    ")}`);
      // V8 begins a stack with the name and the message.
      const head = `${this.name}: ${this.message}`;
      const stack = this.stack?.startsWith(head) ? head + countOf(this) + this.stack.slice(head.length) : this.stack;
      return stack + shown.join("");
    },
    configurable: true,
  });
  return type;
}

function countOf({ errors: { length } }: ExceptionGroup): string {
  return ` (${length} sub-exception${length === 1 ? "" : "s"})`;
}

function split(group: ExceptionGroup, matches: (error: unknown) => boolean): [ExceptionGroup | null, ExceptionGroup | null] {
  if (matches(group)) return [group, null];
  const matching: unknown[] = [];
  const rest: unknown[] = [];
  for (const error of group.errors as unknown[]) {
    if (!(error instanceof ExceptionGroup)) {
      (matches(error) ? matching : rest).push(error);
      continue;
    }
    const [inner, innerRest] = split(error, matches);
    if (inner !== null) matching.push(inner);
    if (innerRest !== null) rest.push(innerRest);
  }
  return [part(group, matching), part(group, rest)];
}

/** Returns a group of some errors of `group`. It has the cause of the group, whether or not `derive` sets it. */
function part(group: ExceptionGroup, errors: readonly unknown[]): ExceptionGroup | null {
  if (errors.length === 0) return null;
  const derived = group.derive(errors);
  if (group.cause !== undefined) derived.cause ??= group.cause;
  return derived;
}

/** A class is distinguished from a predicate by its prototype, because every error class inherits from Error. */
function predicate(filter: ErrorFilter): (error: unknown) => boolean {
  if (Array.isArray(filter) && filter.every((type) => typeof type === "function")) {
    return (error) => filter.some((type) => error instanceof type);
  }
  if (typeof filter !== "function" || isAsyncFunction(filter))
    throw wrongArgument("ExceptionGroup", "an error class, several, or a predicate", filter);
  if (filter === Error || filter.prototype instanceof Error) return (error) => error instanceof (filter as ErrorClass);
  return (error) => {
    const matches: unknown = (filter as (error: unknown) => boolean)(error);
    // A promise and a coroutine are truthy also if they give false.
    if (typeof matches === "object" && matches !== null) throw wrongArgument("ExceptionGroup", "a boolean of the predicate", matches);
    return matches as boolean;
  };
}
