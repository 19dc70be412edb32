import { brand, branded } from "../support/brand.ts";
import { checkOptions } from "../support/check.ts";
import { wrongArgument } from "../support/wrong-argument.ts";
import { disposable } from "../support/dispose.ts";
import { repr } from "../support/repr.ts";
import type { ContextCell } from "./context-cell.ts";
import { runtime, shared } from "./runtime.ts";
import type { Enter } from "./snapshot.ts";

type Values = ReadonlyMap<ContextVar<any>, unknown>;

const NOTHING: Values = new Map();

/**
 * The values of all context variables in one step of the program.
 *
 * A context is a cell around an immutable map, so a copy is O(1).
 *
 * Mirrors `contextvars.Context`.
 */
export class Context implements ContextCell {
  /** @internal */
  _values: Values = NOTHING;
  /** @internal */
  _enter: Enter | null = null;
  /** @internal */
  _entered = false;

  /**
   * Calls `fn` with this context as the current one. Variables that `fn` sets stay set in it.
   *
   * @throws Error if this context is entered already
   */
  run<A extends unknown[], R>(fn: (...args: A) => R, ...args: A): R {
    if (typeof fn !== "function") throw wrongArgument("Context.run", "a function", fn);
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

  /** Returns the value of `variable` here, or `fallback` if it has none. The variable's own default is ignored. */
  get<T>(variable: ContextVar<T>): T | undefined;
  /** Returns the value of `variable` here, or `fallback` if it has none. */
  get<T, D>(variable: ContextVar<T>, fallback: D): T | D;
  get<T>(variable: ContextVar<T>, fallback?: unknown): unknown {
    return this._values.has(variable) ? this._values.get(variable) : fallback;
  }

  /** Returns whether `variable` was set here. */
  has(variable: ContextVar<unknown>): boolean {
    return this._values.has(variable);
  }

  /** Returns a new context with the same values, in O(1). */
  copy(): Context {
    const copy = new Context();
    copy._values = this._values;
    if (runtime.snapshot !== null) copy._enter = runtime.snapshot();
    return copy;
  }
}

brand(Context, "Context");
const isContext = /* @__PURE__ */ branded("Context");

/** Returns the option `context`, else a copy of the current context; null if there is nothing to copy. @throws TypeError if it is no Context */
export function contextFor(caller: string, given: Context | undefined): Context | null {
  return given === undefined ? captureContext() : checkedContext(caller, given);
}

function checkedContext(caller: string, given: Context | null): Context | null {
  if (given === null) return captureContext();
  if (isContext(given)) return given;
  throw new TypeError(`${caller}: context: a Context was expected, got ${repr(given)}`);
}

/** The context outside all steps. */
const root = shared("root context", () => new Context());
/** Stands for every context that was never asked for. */
const empty = new Context();

/** Returns the current context; null if the present step never needed one. */
export function currentOrNull(): Context | null {
  return (runtime.entered ?? (runtime.current === null ? root : runtime.current.context)) as Context | null;
}

/** Returns the current context. A step that never needed one gets its own now. */
function currentContext(): Context {
  return currentOrNull() ?? ((runtime.current!.context = new Context()) as Context);
}

/** Returns a copy of the current context. Mirrors `contextvars.copy_context`. */
export function copyContext(): Context {
  return (currentOrNull() ?? empty).copy();
}

/** Copies the current context for a new handle or task; null if there is nothing to copy. */
export function captureContext(): Context | null {
  const context = currentOrNull() ?? empty;
  return context._values.size === 0 && runtime.snapshot === null ? null : context.copy();
}

/** Calls `fn` in `context`, which may be the current context already. */
export function withContext(context: Context, fn: () => void): void {
  if (context._entered || currentOrNull() === context) fn();
  else context.run(fn);
}

/** Returns how to enter the host's own context that was captured with `context`; null if none was. */
export function hostContextOf(context: ContextCell | null): Enter | null {
  return context === null ? null : context._enter;
}

/** The undo of one `ContextVar.set`. Disposing it resets the variable: `using _ = variable.set(value)`. Mirrors `contextvars.Token`. */
export class Token<T> {
  /** The `oldValue` of a variable that was not set before. */
  declare static readonly MISSING: unique symbol;
  /** The variable that was set. */
  readonly var: ContextVar<T>;
  /** The value before the `set`; `Token.MISSING` if there was none. */
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

// A static field would keep the class in every bundle.
Object.assign(Token, { MISSING: Symbol.for("asyncio-ts/1 Token.MISSING") });
brand(Token, "Token");
disposable(Token, function () {
  this.var.reset(this);
});

/**
 * A variable with a value per context: every handle and task has its own.
 *
 * Mirrors `contextvars.ContextVar`.
 *
 * @example
 * ```ts
 * import { ContextVar } from "@asyncio-ts/loop";
 *
 * const user = new ContextVar<string>("user", { default: "guest" });
 * const token = user.set("ada");
 * console.log(user.get()); // prints ada
 * user.reset(token);
 * console.log(user.get()); // prints guest
 * ```
 */
export class ContextVar<T> {
  /** The name shown in errors. */
  readonly name: string;
  readonly #default: { readonly value: T } | null;

  constructor(name: string, options: { default?: T } = {}) {
    if (typeof name !== "string") throw new TypeError(`ContextVar: the name must be a string, got ${typeof name}`);
    checkOptions("ContextVar", options);
    this.name = name;
    this.#default = "default" in options ? { value: options.default as T } : null;
  }

  /**
   * Returns the value in the current context, else `fallback`, else the default.
   *
   * @throws ReferenceError if there is none (`LookupError` in asyncio)
   */
  get(): T;
  /** Returns the value in the current context, else `fallback`. */
  get<D>(fallback: D): T | D;
  get(...fallback: unknown[]): unknown {
    const values = currentOrNull()?._values ?? NOTHING;
    if (values.has(this)) return values.get(this);
    if (fallback.length > 0) return fallback[0];
    if (this.#default !== null) return this.#default.value;
    throw new ReferenceError(`ContextVar ${this.name}: it has no value in the current context and no default`);
  }

  /** Sets the value in the current context, and returns the token that undoes the change. */
  set(value: T): Token<T> {
    const context = currentContext();
    const token = new Token(this, context);
    context._values = new Map(context._values).set(this, value);
    return token;
  }

  /**
   * Restores the value before the `set` that returned `token`.
   *
   * @throws Error if the token was used already
   * @throws RangeError if it belongs to another variable, or was created in another context
   */
  reset(token: Token<T>): void {
    if (!(token instanceof Token)) throw wrongArgument(`ContextVar ${this.name}`, "a token", token);
    if (token._used) throw new Error(`ContextVar ${this.name}: the token was used already`);
    if (token.var !== this) throw new RangeError(`ContextVar ${this.name}: the token belongs to another variable, ${token.var.name}`);
    if (token._context !== currentOrNull()) throw new RangeError(`ContextVar ${this.name}: the token was created in another context`);
    token._used = true;
    const values = new Map(token._context._values);
    if (token.oldValue === Token.MISSING) values.delete(this);
    else values.set(this, token.oldValue);
    token._context._values = values;
  }
}

brand(ContextVar, "ContextVar");
