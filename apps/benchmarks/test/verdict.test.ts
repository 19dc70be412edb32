import { expect, test } from "vitest";
import type { PeerName } from "../src/peers.ts";
import type { Row } from "../src/row.ts";
import { isMet, verdicts } from "../src/verdict.ts";
import { timesNative } from "../src/workload.ts";

/** A row with a must of 2 and a goal of 1.5 times native promises, which take 100. */
function row(values: Partial<Record<PeerName, number>>): Row {
  const workload = {
    name: "row",
    title: "row",
    unit: "ns",
    operations: 1,
    measure: "time",
    targets: { "asyncio-ts": timesNative(2, 1.5) },
    peers: {},
  } as const;
  const entry = (value: number) => ({ values: [value], median: value, spread: 0 });
  const entries = Object.fromEntries(Object.entries({ native: 100, ...values }).map(([peer, value]) => [peer, entry(value)]));
  return { workload, checksum: 1, entries };
}

test.each([
  { title: "a value within the bound meets it, far above the floor", ours: 200, floor: 10, met: true },
  { title: "a value above the bound does not meet it, above 1.25 of the floor", ours: 201, floor: 160, met: false },
  { title: "a value above the bound meets it, within 1.25 of the floor", ours: 300, floor: 240, met: true },
  { title: "a value above the bound does not meet it, without a floor", ours: 201, met: false },
])("isMet(): $title", ({ ours, floor, met }) => {
  const [verdict] = verdicts(row({ "asyncio-ts": ours, ...(floor === undefined ? {} : { floor }) }));
  expect(isMet(verdict!, verdict!.must!)).toBe(met);
});
