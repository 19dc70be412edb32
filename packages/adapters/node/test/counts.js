import { ContextVar } from "@asyncio-ts/loop";

/** @param {Int32Array} counter */
export function count(counter) {
  Atomics.add(counter, 0, 1);
}

const name = new ContextVar("name", { default: "unset" });
export const readName = () => name.get();
