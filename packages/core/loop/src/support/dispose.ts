/// <reference lib="esnext.disposable" preserve="true" />

/** `Symbol.dispose`, also where the host has none yet: the key that compilers fall back to. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/** Makes the instances of a class disposable, which then `declare`s `[Symbol.dispose]`. Gives the class back. */
export function disposable<C extends { prototype: object }>(type: C, free: (this: C["prototype"]) => void): C {
  Object.defineProperty(type.prototype, dispose, { value: free, writable: true, configurable: true });
  return type;
}
