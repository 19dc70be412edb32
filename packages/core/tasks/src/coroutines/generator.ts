import { GeneratorFunction, shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { Operation } from "./operation.ts";

const GeneratorPrototype = GeneratorFunction.prototype.prototype;

/** Stands for the class of all generators, which the language has no name for. */
const Generator = function () {} as unknown as new () => Coroutine<any>;
Generator.prototype = GeneratorPrototype;

// Taken once: each in-place `function*` has a prototype of its own, so looking these up on the generator misses every cache.
export const NEXT: (this: Coroutine<any>, value: unknown) => IteratorResult<any, any> = GeneratorPrototype.next;
export const THROW: (this: Coroutine<any>, error: unknown) => IteratorResult<any, any> = GeneratorPrototype.throw;
export const RETURN: (this: Coroutine<any>, value: unknown) => IteratorResult<any, any> = GeneratorPrototype.return;

/** Whether a value is a coroutine: what calling a `function*` gives, or a coroutine function of the library. Mirrors `asyncio.iscoroutine`. */
export function isCoroutine(value: unknown): value is Coroutine<unknown> {
  return value instanceof Generator || value instanceof Operation;
}

/** Stands for the class of the coroutines of marked functions; each such function's prototype is linked to its. */
export const Marked: new () => Coroutine<any> = /* @__PURE__ */ shared("marked", () => class extends Generator {} as never);

/** Whether a value is the coroutine of a function that was not marked. */
export function isPlain(value: unknown): value is Coroutine<any> {
  return value instanceof Generator && !(value instanceof Marked);
}

/** Whether a coroutine is a generator. */
export function isGenerator(value: unknown): value is Coroutine<any> {
  return value instanceof Generator;
}

/** Whether a value is a `function*`. */
export function isGeneratorFunction(value: unknown): value is (...args: any[]) => Coroutine<unknown> {
  return value instanceof GeneratorFunction;
}
