/// <reference lib="esnext.disposable" preserve="true" />

/** `Symbol.dispose`, or the key that compilers fall back to on a host without it. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/** Makes the instances of a class disposable, and returns the class. The class `declare`s `[Symbol.dispose]`. */
export function disposable<C extends { prototype: object }>(type: C, free: (this: C["prototype"]) => void): C {
  Object.defineProperty(type.prototype, dispose, { value: free, writable: true, configurable: true });
  return type;
}
