import { BufferOverflowError, type Overflow, subscribe } from "@asyncio-ts/rxjs";
import * as lowlevel from "@asyncio-ts/sync/lowlevel";
import { type Coroutine, createTask, sleep } from "@asyncio-ts/tasks";
import { virtually } from "@asyncio-ts/testing";
import * as fc from "fast-check";
import { Subject } from "rxjs";
import { expect, test } from "vitest";
import { checked } from "@asyncio-ts/test-helpers/property";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** A reference model of the buffer. */
class BufferModel {
  readonly items: number[] = [];
  overflowed = false;
  readonly #buffer: number;
  readonly #overflow: Overflow;

  constructor(buffer: number, overflow: Overflow) {
    this.#buffer = buffer;
    this.#overflow = overflow;
  }

  push(item: number): void {
    if (this.overflowed) return;
    if (this.items.length < this.#buffer || this.#overflow === "unbounded") this.items.push(item);
    else if (this.#overflow === "dropOldest") this.items.splice(0, 1, ...this.items.splice(1), item);
    else if (this.#overflow === "error") this.overflowed = true;
  }
}

const policies = fc.constantFrom<Overflow>("error", "dropOldest", "dropNewest", "unbounded");
const steps = fc.array(fc.constantFrom("emit", "emit", "read", "wait", "wait and cancel"), { maxLength: 60 });

test("each overflow policy behaves as the model under random emissions, reads and cancellations", () => {
  checked(
    fc.property(policies, fc.integer({ min: 1, max: 5 }), steps, (overflow, buffer, steps) => {
      const model = new BufferModel(buffer, overflow);
      const subject = new Subject<number>();
      let emitted = 0;
      const expected: unknown[] = [];
      const read: unknown[] = [];

      function emit(): void {
        model.push(emitted);
        subject.next(emitted++);
      }

      virtually(function* () {
        const reader = subscribe(subject, { buffer, overflow });
        for (const step of steps) {
          if (step === "emit") emit();
          else if (model.items.length > 0) {
            expected.push(model.items.shift());
            read.push((yield* reader.next()).value);
          } else if (step !== "read" && !model.overflowed) yield* wait(step === "wait");
          expected.push(!model.overflowed);
          read.push(subject.observed);
        }
        for (const item of model.items) read.push((yield* reader.next()).value, item);
        expected.push(...model.items.flatMap((item) => [item, item]), model.overflowed, true);
        read.push(model.overflowed && (yield* thrown(reader.next())) instanceof BufferOverflowError);
        subject.complete();
        read.push((yield* reader.next()).done);

        /** Starts a read before there is an item. */
        function* wait(untilDone: boolean): Coroutine<void> {
          const waiting = createTask(reader.next());
          yield* sleep(0);
          emit();
          if (!untilDone) {
            waiting.cancel();
            yield* thrown(waiting);
          } else {
            expected.push(model.items.shift());
            read.push((yield* waiting).value);
          }
        }
      })();
      expect(read).toEqual(expected);
    }),
  );
});

test("BufferOverflowError is the class that sync exports", () => {
  expect(BufferOverflowError).toBe(lowlevel.BufferOverflowError);
});
