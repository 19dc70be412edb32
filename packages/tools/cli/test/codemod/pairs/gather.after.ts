import { type Coroutine, createTask, gather, gatherSettled, wait } from "asyncio-ts";
import { fromPromise, toPromise } from "@asyncio-ts/promise";
// Promise.all and its siblings.
function* square(n: number): Coroutine<number> {
  if (n < 0) throw new RangeError("negative");
  return n * n;
}

function* squares(numbers: number[]): Coroutine<number[]> {
  return yield* gather(...numbers.map(square));
}

export function* main(): Coroutine<unknown> {
  const [four, text] = yield* gather(square(2), Promise.resolve("text"));
  const sums = yield* gather(
    ...[1, 2].map(function* (n) {
      return (yield* square(n)) + four;
    }),
  );
  const settled = yield* gatherSettled(square(3), square(-1));
  const first = yield* [
    ...(yield* wait([createTask(square(4)), fromPromise(new Promise<number>(() => {}))], { returnWhen: "FIRST_COMPLETED" })).done,
  ][0]!;
  const any = yield* fromPromise(Promise.any([toPromise(square(-1), { eagerStart: true }), toPromise(square(5), { eagerStart: true })]));
  const mixed = yield* fromPromise(Promise.all([toPromise(square(6), { eagerStart: true }), 7]));
  return [text, sums, settled.map(({ status }) => status), first, any, mixed, yield* squares([1, 2, 3])];
}
