import { type Coroutine, gather } from "asyncio-ts";
import { fromPromise, toPromise } from "@asyncio-ts/promise";
// With `--exports promise`, exported functions and public methods return promises as before.
export function load(id: number): Promise<string> {
  return toPromise(
    function* (): Coroutine<string> {
      return yield* labelled(id, yield* fromPromise(Promise.resolve("loaded")));
    },
    { eagerStart: true },
  );
}

function* labelled(id: number, what: string): Coroutine<string> {
  return `${what} ${id}`;
}

export function identity<T>(value: T): Promise<T> {
  return toPromise(
    function* (): Coroutine<T> {
      return yield* fromPromise(Promise.resolve(value));
    },
    { eagerStart: true },
  ) as Promise<T>;
}

export class Store {
  readonly name = "store";

  get(id: number, ...more: number[]): Promise<string[]> {
    return toPromise(
      function* (this: Store): Coroutine<string[]> {
        const values = yield* gather(
          ...[id, ...more].map((each) =>
            toPromise(
              function* (this: Store) {
                return `${this.name}: ${yield* fromPromise(load(each))}`;
              }.call(this),
              { eagerStart: true },
            ),
          ),
        );
        return values;
      }.call(this),
      { eagerStart: true },
    );
  }
}

export const main = (): Promise<unknown> =>
  toPromise(
    function* (): Coroutine<unknown> {
      return [yield* fromPromise(load(1)), yield* fromPromise(identity(2)), yield* fromPromise(new Store().get(3, 4))];
    },
    { eagerStart: true },
  );
