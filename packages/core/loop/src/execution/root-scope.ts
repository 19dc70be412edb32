import { type AsyncScope, host } from "../host/host.ts";

/**
 * A scope in which no `AsyncLocalStorage` has a store; null on a host without such scopes.
 *
 * It has the stores that the host had when this module was loaded. No code of the program runs in it, because up to Node 22 a
 * store is set on the scope in which it is set.
 */
const root: AsyncScope | null = openScope();

/** One scope for each nested call, made inside the root scope: a slice, an eager task in that slice, and so on. */
const scopes: AsyncScope[] = [];
let depth = 0;

/** Needs 1.5 KB of the stack: nine calls of sixteen arguments. One call with as many arguments would take three times as long. */
const takeRoom: (calls: number, ...more: 0[]) => void = (calls) => {
  if (calls > 1) takeRoom(calls - 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
};

function openScope(): AsyncScope | null {
  const Scope = host.process?.getBuiltinModule?.("node:async_hooks")?.AsyncResource;
  return Scope === undefined ? null : new Scope("asyncio-ts");
}

/**
 * Calls a method without the stores of its caller.
 *
 * A host callback inherits the stores of the code that armed it: any task, or any listener that woke the loop. An eager task
 * inherits the stores of its creator.
 */
export function runInRootScope<This, R>(method: (this: This) => R, self: This): R {
  if (root === null) return method.call(self);
  // If the stack ended in Node's own code for the end of a scope, Node would end the process. See decision 0022.
  if (depth > 0) takeRoom(9);
  const scope = (scopes[depth] ??= root.runInAsyncScope(openScope, null)!);
  depth++;
  try {
    return scope.runInAsyncScope(method, self);
  } finally {
    depth--;
  }
}
