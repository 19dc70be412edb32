import { Inbox } from "@asyncio-ts/sync/lowlevel";
import { type Coroutine, createTask, gather, isCoroutineFunction, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { virtually } from "@asyncio-ts/test-helpers/virtually";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** An inbox whose protected parts the tests may use. */
class Letters extends Inbox<string> {
  constructor() {
    super("letters", {});
  }

  deliver(...letters: string[]): void {
    for (const letter of letters) this.give(letter);
  }

  override *return(): Coroutine<void> {
    this.drop();
  }

  override toString(): string {
    return "<Letters>";
  }
}

/** Has readers wait, in the order of their names, each for one letter. What they get is logged. */
function* waiting(letters: Letters, log: string[], names: string) {
  const tasks = Array.from(names, (name) =>
    createTask(function* () {
      log.push(`${name} got ${(yield* letters.next()).value}`);
    }),
  );
  yield* sleep(0);
  return tasks;
}

test("who leaves the line from its midst keeps nobody else from an item", () => {
  virtually(function* () {
    const letters = new Letters();
    const log: string[] = [];
    const [a, b, c] = yield* waiting(letters, log, "abc");
    b!.cancel();
    yield* sleep(0);
    letters.deliver("one", "two");
    yield* gather(a!, c!);
    expect(log).toEqual(["a got one", "c got two"]);
  });
});

test("a wait that is given up without being cancelled stands in line no more", () => {
  virtually(function* () {
    const letters = new Letters();
    const log: string[] = [];
    const given = letters.next();
    given.next();
    const [a] = yield* waiting(letters, log, "a");
    given.return({ done: true, value: undefined });
    letters.deliver("one");
    yield* a!;
    expect(log).toEqual(["a got one"]);
  });
});

test("one who was passed over, being cancelled, wakes nobody out of turn", () => {
  virtually(function* () {
    const letters = new Letters();
    const log: string[] = [];
    const [a, , c, d] = yield* waiting(letters, log, "abcd");
    a!.cancel();
    letters.deliver("one");
    yield* sleep(0);
    yield* sleep(0);
    letters.deliver("two", "three");
    yield* gather(c!, d!);
    expect(log).toEqual(["b got one", "c got two", "d got three"]);
  });
});

test("one who was woken and is cancelled wakes nobody for an item that is gone", () => {
  virtually(function* () {
    const letters = new Letters();
    const log: string[] = [];
    const [a, b, c] = yield* waiting(letters, log, "abc");
    letters.deliver("one");
    expect(letters.poll()).toEqual({ done: false, value: "one" });
    a!.cancel();
    yield* sleep(0);
    yield* sleep(0);
    letters.deliver("two", "three");
    yield* gather(b!, c!);
    expect(log).toEqual(["b got two", "c got three"]);
  });
});

test("a coroutine that has given its item throws when it is awaited again", () => {
  virtually(function* () {
    const letters = new Letters();
    letters.deliver("one", "two");
    const next = letters.next();
    expect((yield* next).value).toBe("one");
    expect((yield* thrown(next)).message).toBe("cannot reuse already awaited coroutine");
    expect((yield* letters.next()).value).toBe("two");
  });
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))("what waits for an item is a coroutine, and shows as one", () => {
  virtually(function* () {
    const letters = new Letters();
    const reader = createTask(function* read() {
      yield* letters.next();
    });
    yield* sleep(0);
    expect(reader.getStack().map((site) => site.name)).toEqual(["read", "next"]);
    expect(String(reader)).toContain("wait_for=<Letters>");
    expect(isCoroutineFunction(letters.next)).toBe(true);
    letters.deliver("one");
    yield* reader;
  });
});
