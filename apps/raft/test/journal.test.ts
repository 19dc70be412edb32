import { expect } from "vitest";
import { test } from "@asyncio-ts/testing/vitest";
import { type Coroutine, gather, sleep, taskGroup } from "asyncio-ts";
import { Ballot } from "../src/consensus/ballot.ts";
import { Journal } from "../src/consensus/journal.ts";
import { Log } from "../src/consensus/log.ts";
import { MemoryStorage } from "./memory-storage.ts";

interface State {
  readonly journal: Journal;
  readonly ballot: Ballot;
  readonly log: Log;
}

/** Opens the state in a storage, and lets a body use it. */
function* withState(storage: MemoryStorage, body: (state: State) => Coroutine<void>): Coroutine<void> {
  const journal = new Journal(storage);
  const state = { journal, ballot: new Ballot(journal), log: new Log(journal) };
  yield* journal.open();
  yield* taskGroup(function* (group) {
    group.createTask(journal.run());
    yield* body(state);
    group.cancel();
  });
}

/** Returns a storage with a ballot and two entries. */
function* written(): Coroutine<MemoryStorage> {
  const storage = new MemoryStorage();
  yield* withState(storage, function* ({ journal, ballot, log }) {
    ballot.enter(3, "a");
    log.append({ term: 3, command: "one" });
    log.append({ term: 3, command: "two" });
    yield* journal.sync();
  });
  return storage;
}

test("a journal that is opened again restores the ballot and the log", function* () {
  yield* withState(yield* written(), function* ({ ballot, log }) {
    expect([ballot.term, ballot.isFreeFor("a"), ballot.isFreeFor("b")]).toEqual([3, true, false]);
    expect(log.entriesFrom(1, 9).map(({ command }) => command)).toEqual(["one", "two"]);
  });
});

test("a journal with a snapshot restores the snapshot and the entries after it", function* () {
  const storage = yield* written();
  yield* withState(storage, function* ({ journal, log }) {
    log.compact({ index: 1, term: 3, state: "state" });
    yield* journal.sync();
  });
  expect(storage.files.get("journal")).not.toContain("one");
  yield* withState(storage, function* ({ ballot, log }) {
    expect(log.snapshot).toEqual({ index: 1, term: 3, state: "state" });
    expect([ballot.term, log.lastIndex, log.entryAt(2)?.command]).toEqual([3, 2, "two"]);
  });
});

test("journal.sync() of several tasks at once, one write for all", function* () {
  const storage = new MemoryStorage();
  yield* withState(storage, function* ({ journal, log }) {
    const append = function* (command: number) {
      log.append({ term: 1, command });
      yield* journal.sync();
    };
    yield* gather(append(1), append(2), append(3));
  });
  expect(storage.syncs).toBe(1);
});

test("a journal that a crash has cut off loses the last record alone, and goes on after the one before", function* () {
  const storage = yield* written();
  storage.files.set("journal", storage.files.get("journal")!.slice(0, -5));
  yield* withState(storage, function* ({ journal, log }) {
    expect(log.lastIndex).toBe(1);
    log.append({ term: 4, command: "other" });
    yield* journal.sync();
  });
  yield* withState(storage, function* ({ log }) {
    expect(log.entriesFrom(1, 9).map(({ command }) => command)).toEqual(["one", "other"]);
  });
});

test("a journal with a damaged record before good ones is refused, and the file is not changed", function* () {
  const storage = yield* written();
  const damaged = storage.files.get("journal")!.replace("one", "two");
  storage.files.set("journal", damaged);
  const opened = withState(storage, () => sleep(10));
  expect(yield* messageOf(opened)).toBe("journal: line 2 is damaged, although line 3 is not");
  expect(storage.files.get("journal")).toBe(damaged);
});

function* messageOf(coroutine: Coroutine<void>): Coroutine<string> {
  try {
    yield* coroutine;
    return "";
  } catch (error) {
    return (error as Error).message;
  }
}
