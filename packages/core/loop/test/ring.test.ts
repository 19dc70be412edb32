import { Ring } from "@asyncio-ts/loop/kit";
import * as fc from "fast-check";
import { expect, test } from "vitest";

test("a ring gives items first in, first out, however its ends move", () => {
  const pushes = fc.array(fc.boolean(), { maxLength: 200 });
  fc.assert(
    fc.property(pushes, (pushes) => {
      const ring = new Ring<number>();
      const model: number[] = [];
      const popped: unknown[] = [];
      const expected: unknown[] = [];
      pushes.forEach((push, item) => {
        if (push) {
          ring.push(item);
          model.push(item);
        } else if (model.length > 0) {
          popped.push(ring.pop());
          expected.push(model.shift());
        }
        expect(ring.size).toBe(model.length);
      });
      while (ring.size > 0) popped.push(ring.pop());
      expect(popped).toEqual([...expected, ...model]);
    }),
  );
});
