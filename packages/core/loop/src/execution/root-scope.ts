import { type AsyncScope, host } from "../host/host.ts";

/**
 * A scope in which no `AsyncLocalStorage` has a store: what the host's own was when this module was loaded; `null` on a host
 * that has no such thing. No code of the program runs in it, since up to Node 22 a store is set on the scope it is set in.
 */
const root: AsyncScope | null = openScope();

/** A scope made in that one for each call that is under way inside another: a slice, an eager task in it, and so on. */
const scopes: AsyncScope[] = [];
let depth = 0;

function openScope(): AsyncScope | null {
  const Scope = host.process?.getBuiltinModule?.("node:async_hooks")?.AsyncResource;
  return Scope === undefined ? null : new Scope("asyncio-ts");
}

/**
 * Calls a method without any store of whoever calls.
 *
 * A host's callback inherits the stores of whoever armed it, which for a loop is any task, or anybody who woke it; an eager
 * task those of its creator. Entering a scope costs 22 to 45 ns.
 */
export function runInRootScope<This, R>(method: (this: This) => R, self: This): R {
  if (root === null) return method.call(self);
  const scope = (scopes[depth++] ??= root.runInAsyncScope(openScope, null)!);
  try {
    return scope.runInAsyncScope(method, self);
  } finally {
    depth--;
  }
}
