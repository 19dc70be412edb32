import { on } from "@asyncio-ts/test-helpers/runtime";
import { Inbox } from "@asyncio-ts/sync/lowlevel";
import { type Coroutine, createTask, gather, isCoroutineFunction, sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";

/** An inbox that tests can push to. */
class TestInbox extends Inbox<string> {
  constructor() {
    super("test", {});
  }

  pushAll(...items: string[]): void {
    for (const item of items) this.push(item);
  }

  override *return(): Coroutine<void> {
    this.discard();
  }

  override toString(): string {
    return "<TestInbox>";
  }
}

/** Starts a reader for each character of `names`. Each waits for one item, and logs it. */
function* startReaders(inbox: TestInbox, log: string[], names: string) {
  const tasks = Array.from(names, (name) =>
    createTask(function* () {
      log.push(`${name} got ${(yield* inbox.next()).value}`);
    }),
  );
  yield* sleep(0);
  return tasks;
}

test("a reader cancelled between two others does not block them", function* () {
  const inbox = new TestInbox();
  const log: string[] = [];
  const [a, b, c] = yield* startReaders(inbox, log, "abc");
  b!.cancel();
  yield* sleep(0);
  inbox.pushAll("one", "two");
  yield* gather(a!, c!);
  expect(log).toEqual(["a got one", "c got two"]);
});

test("inbox.next() closed while it waits takes no later item", function* () {
  const inbox = new TestInbox();
  const log: string[] = [];
  const closed = inbox.next();
  closed.next();
  const [a] = yield* startReaders(inbox, log, "a");
  closed.return({ done: true, value: undefined });
  inbox.pushAll("one");
  yield* a!;
  expect(log).toEqual(["a got one"]);
});

test("a cancelled reader that a push passed over wakes no other reader, so the order is kept", function* () {
  const inbox = new TestInbox();
  const log: string[] = [];
  const [a, , c, d] = yield* startReaders(inbox, log, "abcd");
  a!.cancel();
  inbox.pushAll("one");
  yield* sleep(0);
  yield* sleep(0);
  inbox.pushAll("two", "three");
  yield* gather(c!, d!);
  expect(log).toEqual(["b got one", "c got two", "d got three"]);
});

test("a reader cancelled after its wake-up wakes no other reader if the item is gone, so the order is kept", function* () {
  const inbox = new TestInbox();
  const log: string[] = [];
  const [a, b, c] = yield* startReaders(inbox, log, "abc");
  inbox.pushAll("one");
  expect(inbox.poll()).toEqual({ done: false, value: "one" });
  a!.cancel();
  yield* sleep(0);
  yield* sleep(0);
  inbox.pushAll("two", "three");
  yield* gather(b!, c!);
  expect(log).toEqual(["b got two", "c got three"]);
});

test("inbox.next() awaited again throws and returns no second item", function* () {
  const inbox = new TestInbox();
  inbox.pushAll("one", "two");
  const next = inbox.next();
  expect((yield* next).value).toBe("one");
  expect((yield* thrown(next)).message).toBe("cannot reuse already awaited coroutine");
  expect((yield* inbox.next()).value).toBe("two");
});

// JavaScriptCore hides where a task waits: stacks show no lines.
test.skipIf(on("Bun"))(
  "inbox.next() is a coroutine function; a waiting task names the inbox, and its stack only the program's functions",
  function* () {
    const inbox = new TestInbox();
    const reader = createTask(function* read() {
      yield* inbox.next();
    });
    yield* sleep(0);
    expect(reader.getStack().map((site) => site.name)).toEqual(["read"]);
    expect(String(reader)).toContain("wait_for=<TestInbox>");
    expect(isCoroutineFunction(inbox.next)).toBe(true);
    inbox.pushAll("one");
    yield* reader;
  },
);
