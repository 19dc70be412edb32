/**
 * Replaces a method of a class, and returns the function that puts the original back.
 *
 * @param replace returns the new method, for the original one
 */
export function override<C, K extends keyof C>(type: { readonly prototype: C }, name: K, replace: (original: C[K]) => C[K]): () => void {
  const { prototype } = type;
  const original = prototype[name];
  prototype[name] = replace(original);
  return () => {
    prototype[name] = original;
  };
}
