import { Fifo } from "@asyncio-ts/loop/lowlevel";
import * as fc from "fast-check";
import { expect, test } from "vitest";

// Small bursts, and bursts that need more than one ring.
const count = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2_500 }));
const bursts = fc.array(fc.record({ pushes: count, pops: count }), { maxLength: 20 });

test("Fifo pops items in the order they were pushed, for any bursts of pushes and pops", () => {
  fc.assert(
    fc.property(bursts, (bursts) => {
      const fifo = new Fifo<number>();
      const popped: number[] = [];
      const pop = (items: number) => {
        for (let i = 0; i < items; i++) popped.push(fifo.pop());
      };
      let pushed = 0;
      for (const { pushes, pops } of bursts) {
        for (let i = 0; i < pushes; i++) fifo.push(pushed++);
        pop(Math.min(pops, fifo.size));
        expect(fifo.size).toBe(pushed - popped.length);
      }
      pop(fifo.size);
      expect(popped).toEqual(Array.from({ length: pushed }, (_, item) => item));
    }),
  );
});
