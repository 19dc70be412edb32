/**
 * Replaces a method of a class until the result is disposed of.
 *
 * @param replace returns the new method, for the original one
 */
export function override<C, K extends keyof C>(type: { readonly prototype: C }, name: K, replace: (original: C[K]) => C[K]): Disposable {
  const { prototype } = type;
  const original = prototype[name];
  prototype[name] = replace(original);
  return {
    [Symbol.dispose]: () => {
      prototype[name] = original;
    },
  };
}
