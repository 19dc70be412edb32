import { runInNewContext } from "node:vm";

/** The error that hostile values throw. A function may pass it on. */
export class HostileError extends Error {
  constructor(where: string) {
    super(`hostile: ${where}`);
  }
}

function fail(where: string): never {
  throw new HostileError(where);
}

/** A proxy of which every trap throws. */
function trapped<T extends object>(target: T): T {
  const traps = Object.fromEntries(
    Object.getOwnPropertyNames(Reflect).map((trap) => [trap, () => fail(`trap ${trap}`)]),
  ) as ProxyHandler<T>;
  return new Proxy(target, traps);
}

function revoked(target: object): object {
  const { proxy, revoke } = Proxy.revocable(target, {});
  revoke();
  return proxy;
}

/** A callable proxy that answers to every name with another one, as clients of RPC libraries are. */
function client(): unknown {
  return new Proxy(() => {}, {
    get: (_, key) => (typeof key === "symbol" || key === "then" ? undefined : client()),
    apply: () => Promise.resolve("remote"),
  });
}

function withGetter(key: PropertyKey): object {
  return Object.defineProperty({}, key, { get: () => fail(`getter ${String(key)}`), enumerable: true });
}

function named(name: PropertyDescriptor): () => void {
  return Object.defineProperty(() => {}, "name", name);
}

function quiet<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {});
  return promise;
}

/** The hostile values by name. Each is made anew for a call. */
export const values: Record<string, () => unknown> = {
  undefined: () => undefined,
  null: () => null,
  true: () => true,
  "empty string": () => "",
  string: () => "text",
  "huge string": () => "x".repeat(100_000),
  "lone surrogate": () => "\ud800",
  symbol: () => Symbol("hostile"),
  "symbol without text": () => Symbol(),
  bigint: () => 5n,
  "huge bigint": () => 2n ** 200n,
  NaN: () => NaN,
  Infinity: () => Infinity,
  "-Infinity": () => -Infinity,
  "-1": () => -1,
  "-0": () => -0,
  "0.5": () => 0.5,
  "2**31": () => 2 ** 31,
  "2**53": () => 2 ** 53,
  "1e308": () => 1e308,
  "empty object": () => ({}),
  "null prototype": () => Object.create(null),
  "frozen object": () => Object.freeze({}),
  "empty array": () => [],
  "array of hostiles": () => [Symbol("inner"), 5n, null],
  "sparse array": () => Array(3),
  date: () => new Date(NaN),
  regexp: () => /x/,
  map: () => new Map([[1, 2]]),
  "typed array": () => new Uint8Array(2),
  "array buffer": () => new ArrayBuffer(2),
  weakmap: () => new WeakMap(),
  globalThis: () => globalThis,
  "trapped proxy": () => trapped({}),
  "trapped callable proxy": () => trapped(() => {}),
  "trapped array proxy": () => trapped([]),
  "revoked proxy": () => revoked({}),
  "revoked callable proxy": () => revoked(() => {}),
  "callable proxy": client,
  "throwing then": () => withGetter("then"),
  "throwing toString": () => ({ toString: () => fail("toString") }),
  "throwing toPrimitive": () => ({ [Symbol.toPrimitive]: () => fail("toPrimitive") }),
  "toString is no function": () => ({ toString: 5, valueOf: null }),
  "throwing iterator": () => withGetter(Symbol.iterator),
  "iterator is no function": () => ({ [Symbol.iterator]: 5 }),
  "iterator gives nothing": () => ({ [Symbol.iterator]: () => undefined }),
  "iterator throws": () => ({ [Symbol.iterator]: () => ({ next: () => fail("next") }) }),
  "iterator gives no result": () => ({ [Symbol.iterator]: () => ({ next: () => 5 }) }),
  "iterator without throw": () => {
    let count = 0;
    return { [Symbol.iterator]: () => ({ next: () => ({ done: count++ > 0, value: 1 }) }) };
  },
  "iterator of a throwing value": () => ({ [Symbol.iterator]: () => ({ next: () => Object.assign(withGetter("value"), { done: true }) }) }),
  "async iterator gives nothing": () => ({ [Symbol.asyncIterator]: () => null }),
  "async iterator throws": () => ({ [Symbol.asyncIterator]: () => ({ next: () => fail("async next") }) }),
  "async iterator gives no promise": () => ({ [Symbol.asyncIterator]: () => ({ next: () => ({ done: true }), return: () => 5 }) }),
  "async iterator that stays silent": () => ({
    [Symbol.asyncIterator]: () => ({ next: () => new Promise(() => {}), return: () => ({ done: true }) }),
  }),
  "async iterator without results": () => ({ [Symbol.asyncIterator]: () => ({ next: async () => undefined }) }),
  "throwing next": () => withGetter("next"),
  "next is no function": () => ({ next: 5 }),
  "source gives nothing": () => ({ next: () => undefined, return: () => undefined }),
  "source that throws": () => ({ next: () => fail("source next"), return: () => fail("source return") }),
  "throwing constructor": () => withGetter("constructor"),
  "throwing toStringTag": () => withGetter(Symbol.toStringTag),
  "error with throwing name": () => Object.defineProperty(new Error("x"), "name", { get: () => fail("name") }),
  "error with throwing message": () => Object.defineProperty(new Error("x"), "message", { get: () => fail("message") }),
  "error with throwing stack": () => Object.defineProperty(new Error("x"), "stack", { get: () => fail("stack") }),
  "error with symbol name": () => Object.assign(new Error("x"), { name: Symbol("name") }),
  "frozen error": () => Object.freeze(new Error("frozen")),
  "error class": () => TypeError,
  "async function": () => async () => fail("async body"),
  "async function that returns": () => async () => 1,
  "promise of an error": () => quiet(Promise.reject(new HostileError("rejection"))),
  "promise of an unreadable error": () =>
    quiet(Promise.reject(Object.defineProperty(new Error("x"), "stack", { get: () => fail("stack of a rejection") }))),
  "promise that never settles": () => new Promise(() => {}),
  promise: () => Promise.resolve(1),
  "thenable that settles twice": () => ({
    then(fulfil: (value: unknown) => void, reject: (reason: unknown) => void) {
      fulfil(1);
      reject(new HostileError("second settlement"));
      fulfil(2);
      fail("after settlement");
    },
  }),
  "thenable that throws": () => ({ then: () => fail("then") }),
  "thenable that never settles": () => ({ then() {} }),
  "promise with hostile constructor": () => Object.defineProperty(Promise.resolve(1), "constructor", { get: () => fail("constructor") }),
  generator: () =>
    (function* () {
      yield 1;
    })(),
  "finished generator": () => {
    const generator = (function* () {})();
    generator.next();
    return generator;
  },
  "generator that throws": () =>
    // oxlint-disable-next-line require-yield
    (function* () {
      fail("generator");
    })(),
  "generator function": () =>
    function* () {
      yield Symbol("trap");
    },
  "generator function that throws": () =>
    // oxlint-disable-next-line require-yield
    function* () {
      fail("generator function");
    },
  "generator function that yields a promise": () =>
    function* () {
      yield Promise.resolve(1);
    },
  "generator function that yields a proxy": () =>
    function* () {
      yield trapped({});
    },
  "generator function that returns a throwing then": () =>
    // oxlint-disable-next-line require-yield
    function* () {
      return withGetter("then");
    },
  "generator function that throws a proxy": () =>
    // oxlint-disable-next-line require-yield
    function* () {
      throw trapped({});
    },
  "generator function that throws a symbol": () =>
    // oxlint-disable-next-line require-yield
    function* () {
      throw Symbol("thrown");
    },
  "async generator": () =>
    (async function* () {
      yield 1;
    })(),
  "async generator function": () =>
    async function* () {
      yield 1;
    },
  // oxlint-disable-next-line no-extraneous-class
  "class constructor": () => class Hostile {},
  "function that throws": () => () => fail("function"),
  "function that throws undefined": () => () => {
    throw undefined;
  },
  "function that throws a proxy": () => () => {
    throw revoked({});
  },
  "function that returns itself": () => {
    const self = (): unknown => self;
    return self;
  },
  "function with symbol name": () => named({ value: Symbol("name") }),
  "function with throwing name": () => named({ get: () => fail("function name") }),
  "function without prototype": () => Object.setPrototypeOf(() => {}, null),
  "bound function": () => fail.bind(null, "bound function"),
  "abort controller": () => new AbortController(),
  "aborted signal": () => AbortSignal.abort(Symbol("reason")),
  "signal that throws": () => ({ aborted: false, addEventListener: () => fail("addEventListener"), removeEventListener() {} }),
  "emitter that throws": () => ({ on: () => fail("on"), removeListener() {} }),
  "emitter that calls removed listeners": () => ({
    on(_: unknown, listener: (value: unknown) => void) {
      listener(new HostileError("at once"));
      queueMicrotask(() => {
        listener(1);
        listener(2);
      });
    },
    removeListener() {},
  }),
  "target that calls removed listeners": () => ({
    addEventListener(_: unknown, listener: (value: unknown) => void) {
      queueMicrotask(() => {
        listener(1);
        listener(2);
      });
    },
    removeEventListener: () => fail("removeEventListener"),
  }),
  "function that calls its argument twice": () => (argument: unknown) => {
    if (typeof argument !== "function") return;
    argument(null, 1);
    argument(new HostileError("second call"));
    queueMicrotask(() => argument(null, 2));
  },
  "emitter without removal": () => ({ on() {} }),
  "observable that throws": () => ({ subscribe: () => fail("subscribe") }),
  "observable that goes on after its end": () => ({
    subscribe(observer: { next(value: unknown): void; complete(): void; error(reason: unknown): void }) {
      observer.next(1);
      observer.complete();
      observer.next(2);
      queueMicrotask(() => observer.error(new HostileError("after the end")));
      return { unsubscribe: () => fail("unsubscribe") };
    },
  }),
  "object of another realm": () => runInNewContext("({})"),
  "array of another realm": () => runInNewContext("[1]"),
  "function of another realm": () => runInNewContext("(() => 1)"),
  "generator of another realm": () => runInNewContext("(function* () {})()"),
  "generator function of another realm": () => runInNewContext("(function* () {})"),
  "promise of another realm": () => runInNewContext("Promise.resolve(1)"),
  "error of another realm": () => runInNewContext("new TypeError('other realm')"),
};
