import { BufferOverflowError, type Overflow, subscribe } from "@asyncio-ts/rxjs";
import * as lowlevel from "@asyncio-ts/sync/lowlevel";
import { type Coroutine, createTask, sleep } from "@asyncio-ts/tasks";
import * as fc from "fast-check";
import { Subject } from "rxjs";
import { expect, test } from "vitest";
import { checked } from "@asyncio-ts/test-helpers/property";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

/** What a buffer does, in the simplest words. */
class Model {
  readonly items: number[] = [];
  error = false;
  readonly #buffer: number;
  readonly #overflow: Overflow;

  constructor(buffer: number, overflow: Overflow) {
    this.#buffer = buffer;
    this.#overflow = overflow;
  }

  give(item: number): void {
    if (this.error) return;
    if (this.items.length < this.#buffer || this.#overflow === "unbounded") this.items.push(item);
    else if (this.#overflow === "dropOldest") this.items.splice(0, 1, ...this.items.splice(1), item);
    else if (this.#overflow === "error") this.error = true;
  }
}

const policies = fc.constantFrom<Overflow>("error", "dropOldest", "dropNewest", "unbounded");
const steps = fc.array(fc.constantFrom("give", "give", "read", "wait", "wait and cancel"), { maxLength: 60 });

test("whatever is given and read in whatever order, each policy does what its name says", () => {
  checked(
    fc.property(policies, fc.integer({ min: 1, max: 5 }), steps, (overflow, buffer, steps) => {
      const model = new Model(buffer, overflow);
      const subject = new Subject<number>();
      let given = 0;
      const expected: unknown[] = [];
      const read: unknown[] = [];

      function give(): void {
        model.give(given);
        subject.next(given++);
      }

      virtually(function* () {
        const reader = subscribe(subject, { buffer, overflow });
        for (const step of steps) {
          if (step === "give") give();
          else if (model.items.length > 0) {
            expected.push(model.items.shift());
            read.push((yield* reader.next()).value);
          } else if (step !== "read" && !model.error) yield* wait(step === "wait");
          expected.push(!model.error);
          read.push(subject.observed);
        }
        for (const item of model.items) read.push((yield* reader.next()).value, item);
        expected.push(...model.items.flatMap((item) => [item, item]), model.error, true);
        read.push(model.error && (yield* thrown(reader.next())) instanceof BufferOverflowError);
        subject.complete();
        read.push((yield* reader.next()).done);

        /** Reads before there is anything. */
        function* wait(toTheEnd: boolean): Coroutine<void> {
          const waiting = createTask(reader.next());
          yield* sleep(0);
          give();
          if (!toTheEnd) {
            waiting.cancel();
            yield* thrown(waiting);
          } else {
            expected.push(model.items.shift());
            read.push((yield* waiting).value);
          }
        }
      });
      expect(read).toEqual(expected);
    }),
  );
});

test("the error of a full buffer is one class, whichever bridge throws it", () => {
  expect(BufferOverflowError).toBe(lowlevel.BufferOverflowError);
});
