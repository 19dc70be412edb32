// In place of root-scope.ts in the editions for pages, which have no AsyncLocalStorage.
/** Calls a method. */
export function runInRootScope<This, R>(method: (this: This) => R, self: This): R {
  return method.call(self);
}
