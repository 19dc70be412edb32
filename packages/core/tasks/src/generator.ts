import type { Coroutine } from "./awaitable.ts";

const GeneratorFunctionPrototype = Object.getPrototypeOf(function* () {});
const GeneratorPrototype = GeneratorFunctionPrototype.prototype;

/** Stands for the class of all generators, which the language has no name for. */
const Generator = function () {} as unknown as new () => Coroutine<any>;
Generator.prototype = GeneratorPrototype;

// Taken once: each in-place `function*` has a prototype of its own, so looking these up on the generator misses every cache.
export const NEXT: (this: Coroutine<any>, value: unknown) => IteratorResult<any, any> = GeneratorPrototype.next;
export const THROW: (this: Coroutine<any>, error: unknown) => IteratorResult<any, any> = GeneratorPrototype.throw;
export const RETURN: (this: Coroutine<any>, value: unknown) => IteratorResult<any, any> = GeneratorPrototype.return;

/** Whether a value is a coroutine: what calling a `function*` gives. Mirrors `asyncio.iscoroutine`. */
export function isCoroutine(value: unknown): value is Coroutine<unknown> {
  return value instanceof Generator;
}

/** Whether a value is a `function*`. */
export function isGeneratorFunction(value: unknown): value is (...args: any[]) => Coroutine<unknown> {
  return typeof value === "function" && Object.prototype.isPrototypeOf.call(GeneratorFunctionPrototype, value);
}
