import { expect, test } from "vitest";
import { everything } from "../src/workloads.ts";

// asyncio-ts and native promises do the same work, in rounds so short that they say nothing of the time that it takes.
test.each(everything)("$name", { timeout: 30_000 }, async (workload) => {
  const checksums = new Map<string, unknown>();
  for (const peer of ["asyncio-ts", "asyncio-ts-marked", "native", "native-abort"] as const) {
    const round = await workload.peers[peer]?.();
    if (round === undefined) continue;
    const found = await round(200);
    checksums.set(peer, typeof found === "number" ? found : found.checksum);
  }
  expect(checksums.size).toBeGreaterThan(0);
  expect(new Set(checksums.values()), JSON.stringify([...checksums])).toHaveLength(1);
});
