// The jobs of the tests. JavaScript, because Node 20 imports no TypeScript. Their `this` is the control of the job.
/* oxlint-disable oxc/no-this-in-exported-function */
import { once } from "node:events";
import { sleep } from "@asyncio-ts/tasks";

/** @param {unknown} value */
export const echo = (value) => value;

/** @param {number} a @param {number} b */
export async function add(a, b) {
  return a + b;
}

/** @param {number} n */
export function* double(n) {
  yield* sleep(1);
  return 2 * n;
}

/** @param {number} ms @param {unknown} value */
export function* sleepThen(ms, value) {
  yield* sleep(ms);
  return value;
}

export class QuotaError extends RangeError {
  code = "E_QUOTA";
  name = "QuotaError";
}

export function throws() {
  const errors = [new TypeError("first"), new QuotaError("second")];
  throw new QuotaError("over", { cause: new AggregateError(errors, "several") });
}

export function* throwsLater() {
  yield* sleep(1);
  throw new TypeError("from a coroutine");
}

export function throwsText() {
  throw "just a text";
}

export function exits() {
  process.exit(3);
}

export function fills() {
  const all = [];
  for (;;) all.push(Array.from({ length: 100_000 }, Math.random));
}

export function spins() {
  for (;;);
}

/** Fails after its answer. */
export function failsLater() {
  setImmediate(() => {
    throw new RangeError("too late");
  });
  return "answered";
}

/** Fails before its answer. */
export async function crashes() {
  setImmediate(() => {
    throw new RangeError("uncaught");
  });
  await new Promise(() => {});
}

export const unclonable = () => () => 1;

/** @this {import("@asyncio-ts/node").JobControl} @param {number} size */
export function moves(size) {
  const bytes = new Uint8Array(size).fill(7);
  this.transfer.push(bytes.buffer);
  return bytes;
}

/** Counts up in its `finally`, which awaits. @param {Int32Array} counter */
export function* cleansUp(counter) {
  Atomics.add(counter, 0, 1);
  Atomics.notify(counter, 0);
  try {
    yield* sleep(60_000);
  } finally {
    yield* sleep(1);
    Atomics.add(counter, 0, 1);
    Atomics.notify(counter, 0);
  }
}

/** Counts up when its signal aborts. @this {import("@asyncio-ts/node").JobControl} @param {Int32Array} counter */
export async function awaitsAbort(counter) {
  Atomics.add(counter, 0, 1);
  Atomics.notify(counter, 0);
  await once(this.signal, "abort");
  Atomics.add(counter, 0, 1);
  Atomics.notify(counter, 0);
}

/** Works for some microseconds. @param {number} turns */
export function works(turns) {
  let sum = 0;
  for (let i = 0; i < turns; i++) sum += Math.sqrt(i);
  return sum;
}

/** @param {string} url */
export async function download(url) {
  const response = await fetch(url);
  return await response.text();
}
