import { Fifo } from "@asyncio-ts/loop/lowlevel";
import * as fc from "fast-check";
import { expect, test } from "vitest";

// A few, and so many that one ring is too small.
const count = fc.oneof(fc.integer({ min: 0, max: 5 }), fc.integer({ min: 0, max: 2_500 }));
const bursts = fc.array(fc.record({ pushes: count, pops: count }), { maxLength: 20 });

test("items come out first in, first out, however many come and go", () => {
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
