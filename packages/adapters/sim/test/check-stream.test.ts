import { simulate, type SimulateOptions } from "@asyncio-ts/sim";
import { openConnection, startServer, type StreamReader, type StreamWriter } from "@asyncio-ts/streams";
import { type Coroutine, Future } from "@asyncio-ts/tasks";
import { checkStream } from "@asyncio-ts/testing";
import { expect, test } from "vitest";

type Side = [reader: StreamReader, writer: StreamWriter];

/** Connects a node to itself. */
function* connectedPair(): Coroutine<[Side, Side]> {
  const accepted = new Future<Side>();
  const server = yield* startServer((reader, writer) => accepted.setResult([reader, writer]), "localhost", 0);
  const near = yield* openConnection("localhost", (server.addresses()[0] as [string, number])[1]);
  const far = yield* accepted;
  server.close();
  return [near, far];
}

function checks(options: SimulateOptions, link: { latency?: number | [number, number]; bandwidth?: number }): string[] {
  return simulate(function* (sim) {
    let names: string[] | null = null;
    sim.node("a", function* () {
      Object.assign(sim.net.between("a", "a"), link);
      names = yield* checkStream(connectedPair);
    });
    return yield* sim.eventually(() => names, 3_600_000, "all checks are done");
  }, options);
}

test("a connection between two simulated sockets keeps the promises of streams", () => {
  expect(checks({}, {})).toHaveLength(19);
  expect(checks({}, { latency: 7 })).toHaveLength(19);
  expect(checks({}, { latency: 1, bandwidth: 1_000_000 })).toHaveLength(19);
});

test("a simulated connection keeps the promises of streams in any order and with any latency", () => {
  expect(checks({ runs: 4, seed: 7 }, { latency: [0, 20] })).toHaveLength(19);
});
