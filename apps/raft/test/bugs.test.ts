import { describe, expect, test } from "vitest";
import { bugs } from "./simulation/bugs.ts";
import { findBug } from "./simulation/find-bug.ts";

describe("a planted bug is found by the simulation, and replayed from its string:", () => {
  test.each(Object.keys(bugs))("%s", (bug) => {
    const { error, replayed } = findBug(bug, { runs: 3000, seed: 1 });
    expect(replayed).toBe(error);
  });
});
