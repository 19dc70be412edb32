import { expect } from "vitest";
import { checkStream } from "@asyncio-ts/testing";
import { kinds, pairOf } from "./connections.ts";
import { test } from "./host-test.ts";

for (const kind of kinds) {
  test(`a ${kind} connection keeps the promises of streams`, function* () {
    const names = yield* checkStream(() => pairOf(kind));
    expect(names.length).toBeGreaterThan(kind === "TLS" ? 10 : 12);
  });
}
