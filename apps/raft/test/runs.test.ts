import { simulate } from "@asyncio-ts/sim";
import { expect, test } from "vitest";
import { scenario } from "./simulation/scenario.ts";

test("a cluster loses nothing that was acknowledged and recovers, through 300 simulated runs of crashes and partitions", () => {
  const { executed, committed } = simulate(scenario, { runs: 300, seed: 1 });
  expect(executed).toBeGreaterThan(10);
  expect(committed).toBeGreaterThan(10);
});
