import { GeneratorFunction, shared } from "@asyncio-ts/loop/lowlevel";
import type { Coroutine } from "./awaitable.ts";
import { Operation } from "./operation.ts";

const GeneratorPrototype = GeneratorFunction.prototype.prototype;

/** The class of all generators, which the language does not name. */
const Generator = function () {} as unknown as new () => Coroutine<any>;
Generator.prototype = GeneratorPrototype;

// Looked up once: each in-place `function*` has a prototype of its own, so looking them up on a generator misses every cache.
export const NEXT: (this: Coroutine<any>, value: unknown) => IteratorResult<any, any> = GeneratorPrototype.next;
export const THROW: (this: Coroutine<any>, error: unknown) => IteratorResult<any, any> = GeneratorPrototype.throw;
export const RETURN: (this: Coroutine<any>, value: unknown) => IteratorResult<any, any> = GeneratorPrototype.return;

/** Returns whether a value is a coroutine: made by a `function*`, or by a coroutine function of the library. Mirrors `asyncio.iscoroutine`. */
export function isCoroutine(value: unknown): value is Coroutine<unknown> {
  return value instanceof Generator || value instanceof Operation;
}

/** The class of the coroutines of marked functions. The prototype of each such function inherits from it. */
export const Marked: new () => Coroutine<any> = /* @__PURE__ */ shared("marked", () => class extends Generator {} as never);

/** Returns whether a value is a coroutine of a function that was not marked. */
export function isPlain(value: unknown): value is Coroutine<any> {
  return value instanceof Generator && !(value instanceof Marked);
}

/** Returns whether a value is a generator. */
export function isGenerator(value: unknown): value is Coroutine<any> {
  return value instanceof Generator;
}

/** Returns whether a value is a `function*`. */
export function isGeneratorFunction(value: unknown): value is (...args: any[]) => Coroutine<unknown> {
  return value instanceof GeneratorFunction;
}
