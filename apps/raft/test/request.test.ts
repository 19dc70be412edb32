import { expect, test } from "vitest";
import { mistakeIn } from "../src/store/request.ts";

const change = { kind: "change", session: 1, sequence: 1, change: { change: "put", key: "k", value: "v" } };
const append = { kind: "append", term: 1, leader: "a", previousIndex: 0, previousTerm: 0, entries: [], commitIndex: 0 };

test.each([{ kind: "open" }, { kind: "status" }, { kind: "read", key: "k" }, change, append])(
  "mistakeIn() of a request, null: %j",
  (request) => {
    expect(mistakeIn(request)).toBe(null);
  },
);

test.each([
  null,
  "open",
  {},
  { kind: "toString" },
  { kind: "read" },
  { ...change, session: -1 },
  { ...change, sequence: "1" },
  { ...change, change: { change: "put", key: "k" } },
  { ...change, change: { change: "drop", key: "k" } },
  { ...append, term: NaN },
  { ...append, entries: [{}] },
  { kind: "snapshot", term: 1, leader: "a", snapshot: {} },
])("mistakeIn() of another message, the mistake: %j", (message) => {
  expect(mistakeIn(message)).toEqual(expect.any(String));
});
