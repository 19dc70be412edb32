import { expect, test } from "vitest";
import { Journal } from "../src/consensus/journal.ts";
import { Log } from "../src/consensus/log.ts";
import { MemoryStorage } from "./memory-storage.ts";

/** Returns a log with an entry of each of the given terms. */
function logOf(...terms: number[]): Log {
  const log = new Log(new Journal(new MemoryStorage()));
  for (const term of terms) log.append({ term, command: null });
  return log;
}

function termsOf(log: Log): number[] {
  return log.entriesFrom(log.snapshot.index + 1, Infinity).map(({ term }) => term);
}

const entries = (...terms: number[]) => terms.map((term) => ({ term, command: null }));

test("log.merge() of entries that the log has, keeps the entries after them", () => {
  const log = logOf(1, 1, 2);
  log.merge(0, entries(1, 1));
  expect(termsOf(log)).toEqual([1, 1, 2]);
});

test("log.merge() of a conflicting entry, removes it and all after it", () => {
  const log = logOf(1, 2, 2, 2);
  log.merge(1, entries(3));
  expect(termsOf(log)).toEqual([1, 3]);
});

test("log.merge() of entries that are partly in the snapshot, takes the others", () => {
  const log = logOf(1, 1, 1);
  log.compact({ index: 2, term: 1, state: null });
  log.merge(0, entries(1, 1, 1, 2));
  expect([log.snapshot.index, termsOf(log)]).toEqual([2, [1, 2]]);
});

test("log.compact() keeps the indices and terms of the entries after the snapshot", () => {
  const log = logOf(1, 1, 2, 3);
  log.compact({ index: 3, term: 2, state: null });
  expect([log.termAt(2), log.termAt(3), log.termAt(4), log.lastIndex, log.lastTerm]).toEqual([undefined, 2, 3, 4, 3]);
});

test("log.isCoveredBy() compares the last terms, then the lengths", () => {
  const log = logOf(1, 2);
  expect([log.isCoveredBy(1, 3), log.isCoveredBy(2, 2), log.isCoveredBy(1, 2), log.isCoveredBy(9, 1)]).toEqual([true, true, false, false]);
});

test("log.lastBefore() skips the entries of the conflicting term, and stops at the end of the log and at the snapshot", () => {
  const log = logOf(1, 2, 2, 2);
  expect([log.lastBefore(4), log.lastBefore(9)]).toEqual([1, 4]);
  log.compact({ index: 2, term: 2, state: null });
  expect(log.lastBefore(4)).toBe(2);
});

test("log.covers() of a snapshot, false only if an entry is missing or another one", () => {
  const log = logOf(1, 2, 2);
  const snapshot = (index: number, term: number) => ({ index, term, state: null });
  expect([log.covers(snapshot(2, 2)), log.covers(snapshot(2, 3)), log.covers(snapshot(4, 2))]).toEqual([true, false, false]);
  log.compact(snapshot(3, 2));
  expect(log.covers(snapshot(2, 2))).toBe(true);
});
