import type { CheckedSide } from "@asyncio-ts/testing";

/** Returns a pair of which only one direction is used. */
export function pipeOf([near, far]: readonly [CheckedSide, CheckedSide]): [CheckedSide, CheckedSide] {
  return [
    [null, near[1]],
    [far[0], null],
  ];
}
