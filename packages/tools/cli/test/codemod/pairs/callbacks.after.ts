// Functions for foreign callers keep returning promises.
import { EventEmitter, once } from "node:events";
import { type Coroutine, gather } from "asyncio-ts";
import { fromPromise, toPromise } from "@asyncio-ts/promise";

function label(n: number): Promise<string> {
  return toPromise(
    function* (): Coroutine<string> {
      return `item ${n}`;
    },
    { eagerStart: true },
  );
}

class Cache {
  #loads = 0;

  load = (n: number): Promise<string> =>
    toPromise(
      function* (this: Cache): Coroutine<string> {
        this.#loads++;
        return `${yield* fromPromise(label(n))}, load ${this.#loads}`;
      }.call(this),
      { eagerStart: true },
    );

  *loadAll(numbers: number[]): Coroutine<string[]> {
    return yield* gather(
      ...numbers.map((n) =>
        toPromise(
          function* (this: Cache) {
            return yield* fromPromise(this.load(n));
          }.call(this),
          { eagerStart: true },
        ),
      ),
    );
  }
}

const handlers: Record<string, (n: number) => Promise<string>> = {
  plain: label,
  shouting(n) {
    return toPromise(
      function* () {
        return (yield* fromPromise(label(n))).toUpperCase();
      },
      { eagerStart: true },
    );
  },
  quiet: (n) =>
    toPromise(
      function* () {
        return yield* fromPromise(label(n));
      },
      { eagerStart: true },
    ),
};

export function* main(): Coroutine<unknown> {
  const emitter = new EventEmitter();
  emitter.on("item", (n: number) =>
    toPromise(
      function* () {
        emitter.emit("label", yield* fromPromise(label(n)));
      },
      { eagerStart: true },
    ),
  );
  const labelled = once(emitter, "label");
  emitter.emit("item", 7);
  const values = yield* gather(...Object.values(handlers).map((handler) => handler(1)));
  return [yield* fromPromise(labelled), values, yield* new Cache().loadAll([1, 2])];
}
