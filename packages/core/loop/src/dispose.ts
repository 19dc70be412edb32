/// <reference lib="esnext.disposable" preserve="true" />

/** `Symbol.dispose`, also where the host has none yet: the key that compilers fall back to. */
export const dispose: typeof Symbol.dispose = Symbol.dispose ?? Symbol.for("Symbol.dispose");

/** Makes the instances of a class disposable, which then `declare`s `[Symbol.dispose]`. */
export function disposable<T>(type: { prototype: T }, free: (this: T) => void): void {
  Object.defineProperty(type.prototype, dispose, { value: free, writable: true, configurable: true });
}
