import { brand } from "../support/brand.ts";
import { disposable } from "../support/dispose.ts";
import { runInRootScope } from "./root-scope.ts";
import { runtime, shared } from "./runtime.ts";
import type { Runnable } from "./runnable.ts";
import type { Enter } from "./snapshot.ts";

type Values = ReadonlyMap<ContextVar<any>, unknown>;

const NOTHING: Values = new Map();

/**
 * The values of all context variables, as one step of the program sees them.
 *
 * A context is a cell around a map that is never changed once it is shared, so a copy is O(1).
 *
 * Mirrors `contextvars.Context`.
 */
export class Context {
  /** @internal */
  _values: Values = NOTHING;
  /** @internal */
  _enter: Enter | null = null;
  /** @internal */
  _entered = false;

  /**
   * Runs `fn` with this context as the current one: what `fn` sets stays in it.
   *
   * @throws Error when this context is entered already
   */
  run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
    if (this._entered || currentOrNull() === this) {
      throw new Error("Context.run: cannot enter a context that is already entered");
    }
    const outer = runtime.entered;
    runtime.entered = this;
    this._entered = true;
    try {
      return fn(...args);
    } finally {
      this._entered = false;
      runtime.entered = outer;
    }
  }

  /** The value of `variable` here, or `fallback` when it has none. The variable's own default is not consulted. */
  get<T>(variable: ContextVar<T>): T | undefined;
  /** The value of `variable` here, or `fallback` when it has none. */
  get<T, D>(variable: ContextVar<T>, fallback: D): T | D;
  get<T>(variable: ContextVar<T>, fallback?: unknown): unknown {
    return this._values.has(variable) ? this._values.get(variable) : fallback;
  }

  /** Whether `variable` was set here. */
  has(variable: ContextVar<unknown>): boolean {
    return this._values.has(variable);
  }

  /** A context of its own with the same values; O(1). */
  copy(): Context {
    const copy = new Context();
    copy._values = this._values;
    if (runtime.snapshot !== null) copy._enter = runtime.snapshot();
    return copy;
  }
}

brand(Context, "Context");

/** The context outside every step, and the one that stands for all that were never asked for. */
const root = shared("root context", () => new Context());
const empty = new Context();

function currentOrNull(): Context | null {
  return runtime.entered ?? (runtime.current === null ? root : runtime.current.context);
}

/** The current context itself. A step that never needed one gets its own now. */
function currentContext(): Context {
  return currentOrNull() ?? (runtime.current!.context = new Context());
}

/** A copy of the current context. Mirrors `contextvars.copy_context`. */
export function copyContext(): Context {
  return (currentOrNull() ?? empty).copy();
}

/** What a new handle or task keeps of the current context: a copy, or `null` where there is nothing to copy. */
export function captureContext(): Context | null {
  const context = currentOrNull() ?? empty;
  return context._values.size === 0 && runtime.snapshot === null ? null : context.copy();
}

/** Calls `fn` under `context`, which may be the current one already. */
export function withContext(context: Context, fn: () => void): void {
  if (context._entered || currentOrNull() === context) fn();
  else context.run(fn);
}

/**
 * Takes one step of `runnable` inside the step that runs now, whose context stays entered meanwhile.
 *
 * @throws Error when the context of `runnable` is one that is entered already; then no step is taken
 */
export function stepInside(runnable: Runnable): void {
  const { current, entered } = runtime;
  const outer = currentOrNull();
  if (runnable.context !== null && (runnable.context._entered || runnable.context === outer)) {
    throw new Error("cannot enter a context that is already entered");
  }
  const wasEntered = outer?._entered;
  if (outer !== null) outer._entered = true;
  runtime.current = runnable;
  runtime.entered = null;
  try {
    runInRootScope(runnable.run, runnable);
  } finally {
    runtime.current = current;
    runtime.entered = entered;
    if (outer !== null) outer._entered = wasEntered!;
  }
}

/** How to enter the host's context that was captured with `context`; `null` where none was. */
export function enterOf(context: Context | null): Enter | null {
  return context === null ? null : context._enter;
}

/** What `ContextVar.set` returns: the way back. Disposing it resets the variable, so `using _ = variable.set(value)` works. Mirrors `contextvars.Token`. */
export class Token<T> {
  /** Stands for "was not set before". */
  declare static readonly MISSING: unique symbol;
  /** The variable that was set. */
  readonly var: ContextVar<T>;
  /** What it was before; `Token.MISSING` where it was not set. */
  readonly oldValue: T | typeof Token.MISSING;
  /** @internal */
  _context: Context;
  /** @internal */
  _used = false;
  /** Resets the variable. */
  declare readonly [Symbol.dispose]: () => void;

  /** @internal */
  constructor(variable: ContextVar<T>, context: Context) {
    this.var = variable;
    this.oldValue = context.get(variable, Token.MISSING);
    this._context = context;
  }
}

// As a static field it would keep the class in every bundle.
Object.assign(Token, { MISSING: Symbol.for("asyncio-ts/1 Token.MISSING") });
brand(Token, "Token");
disposable(Token, function () {
  this.var.reset(this);
});

/**
 * A variable whose value belongs to the current context: every handle and task sees its own.
 *
 * Mirrors `contextvars.ContextVar`.
 *
 * @example
 * ```ts
 * import { ContextVar } from "@asyncio-ts/loop";
 *
 * const user = new ContextVar<string>("user", { default: "nobody" });
 * const token = user.set("ada");
 * console.log(user.get()); // prints ada
 * user.reset(token);
 * console.log(user.get()); // prints nobody
 * ```
 */
export class ContextVar<T> {
  /** What it is called in errors. */
  readonly name: string;
  /** @internal */
  _default: { value: T } | null;

  constructor(name: string, options: { default?: T } = {}) {
    if (typeof name !== "string") throw new TypeError(`ContextVar: the name must be a string, got ${typeof name}`);
    this.name = name;
    this._default = "default" in options ? { value: options.default as T } : null;
  }

  /**
   * The value in the current context, else `fallback`, else the default.
   *
   * @throws ReferenceError when there is none of them (`LookupError` in asyncio)
   */
  get(): T;
  /** The value in the current context, else `fallback`. */
  get<D>(fallback: D): T | D;
  get(...fallback: unknown[]): unknown {
    const values = currentOrNull()?._values ?? NOTHING;
    if (values.has(this)) return values.get(this);
    if (fallback.length > 0) return fallback[0];
    if (this._default !== null) return this._default.value;
    throw new ReferenceError(`ContextVar ${this.name}: it has no value in the current context and no default`);
  }

  /** Sets the value in the current context, and returns the token that undoes it. */
  set(value: T): Token<T> {
    const context = currentContext();
    const token = new Token(this, context);
    context._values = new Map(context._values).set(this, value);
    return token;
  }

  /**
   * Puts back what was there before the `set` that gave `token`.
   *
   * @throws Error when the token was used already
   * @throws RangeError when it is of another variable or was made in another context
   */
  reset(token: Token<T>): void {
    if (token._used) throw new Error(`ContextVar ${this.name}: the token was used already`);
    if (token.var !== this) throw new RangeError(`ContextVar ${this.name}: the token is of another variable, ${token.var.name}`);
    if (token._context !== currentOrNull()) throw new RangeError(`ContextVar ${this.name}: the token was made in another context`);
    token._used = true;
    const values = new Map(token._context._values);
    if (token.oldValue === Token.MISSING) values.delete(this);
    else values.set(this, token.oldValue);
    token._context._values = values;
  }
}

brand(ContextVar, "ContextVar");
