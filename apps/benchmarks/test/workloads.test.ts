import { expect, test } from "vitest";
import { allWorkloads } from "../src/workloads.ts";

// Compares checksums only: the rounds are too short to measure time.
test.each(allWorkloads)("$name: asyncio-ts, native promises and the floor have the same checksum", async (workload) => {
  const checksums = new Map<string, unknown>();
  for (const peer of ["asyncio-ts", "asyncio-ts-marked", "native", "native-abort", "floor"] as const) {
    const round = await workload.peers[peer]?.();
    if (round === undefined) continue;
    const result = await round(200);
    await round.close?.();
    checksums.set(peer, typeof result === "number" ? result : result.checksum);
  }
  expect(checksums.size).toBeGreaterThan(0);
  expect(new Set(checksums.values()), JSON.stringify([...checksums])).toHaveLength(1);
});
