import { simulate, type SimulationError } from "@asyncio-ts/sim";
import { openConnection } from "@asyncio-ts/streams";
import { expect, test } from "vitest";
import { defaultSettings } from "../src/consensus/settings.ts";
import { Replica } from "../src/replica.ts";
import { Client } from "../src/store/client.ts";
import { Endpoint } from "../src/wire/endpoint.ts";
import { Cluster } from "./simulation/cluster.ts";
import { SimulatedStorage } from "./simulation/simulated-storage.ts";

test("a cluster of one node leads itself, and keeps its values over a crash", () => {
  const value = simulate(function* (sim) {
    const cluster = new Cluster(sim, ["a"], defaultSettings);
    using client = new Client(cluster.members);
    yield* client.put("k", "v");
    cluster.nodes.get("a")!.restart();
    return yield* client.get("k");
  });
  expect(value).toBe("v");
});

test("the operations of a client, each its result", () => {
  const results = simulate(function* (sim) {
    const cluster = new Cluster(sim, ["a", "b", "c"], defaultSettings);
    using client = new Client(cluster.members);
    const missing = yield* client.get("n");
    const sums = [yield* client.add("n", 2), yield* client.add("n")];
    const swaps = [yield* client.swap("n", 2, "x"), yield* client.swap("n", 3, "x")];
    const removals = [yield* client.remove("n"), yield* client.remove("n")];
    return [missing, sums, swaps, removals];
  });
  expect(results).toEqual([null, [2, 3], [false, true], [true, false]]);
});

test("a follower far behind gets a snapshot, and then leads with all values", () => {
  const value = simulate(function* (sim) {
    const cluster = new Cluster(sim, ["a", "b", "c"], { ...defaultSettings, entriesPerSnapshot: 10 });
    const leader = yield* sim.eventually(() => cluster.agreedLeader(), 5000, "all nodes follow one leader");
    const [late, other] = cluster.names.filter((name) => name !== leader.name) as [string, string];
    cluster.nodes.get(late)!.crash();
    using client = new Client(cluster.members);
    for (let i = 0; i < 50; i++) yield* client.put(`k${i}`, i);
    cluster.nodes.get(late)!.restart();
    yield* sim.eventually(() => cluster.agreedLeader(), 5000, "all nodes follow one leader");
    cluster.nodes.get(other)!.crash();
    return yield* client.get("k0");
  });
  expect(value).toBe(0);
});

test("messages that are no requests are refused, and the node serves on", () => {
  const answers = simulate(function* (sim) {
    const cluster = new Cluster(sim, ["a"], defaultSettings);
    const endpoint = new Endpoint(["a", 7000], 1000);
    const refusal = yield* endpoint.call({ kind: "append", term: 99 });
    const [reader, writer] = yield* openConnection("a", 7000);
    // A header that announces four gigabytes.
    writer.write(Uint8Array.of(255, 255, 255, 255));
    const rest = yield* reader.read();
    writer.close();
    using client = new Client(cluster.members);
    yield* client.put("k", 1);
    return { refusal, rest: rest.length, value: yield* client.get("k") };
  });
  expect(answers).toEqual({ refusal: { refusal: expect.stringContaining("leader") }, rest: 0, value: 1 });
});

test("a disk that fails ends the node, before it has told of a change that it could not write", () => {
  let error: unknown;
  try {
    simulate(function* (sim) {
      sim.node("a", (node) => {
        const storage = new SimulatedStorage(node.disk);
        storage.append = function* () {
          throw new Error("the disk is full");
        };
        return new Replica("a", new Map([["a", ["a", 7000]]]), storage).run();
      });
      using client = new Client(new Map([["a", ["a", 7000]]]));
      yield* client.put("k", 1);
      throw new Error("a write was acknowledged");
    });
  } catch (thrown) {
    error = (thrown as SimulationError).cause;
  }
  expect(error).toMatchObject({ errors: [{ message: "the disk is full" }] });
});

test("a replica with a name that is no member throws, naming the members", () => {
  simulate(function* (sim) {
    const create = () => new Replica("d", new Map([["a", ["a", 1]]]), new SimulatedStorage(sim.node("a", function* () {}).disk));
    expect(create).toThrow("Replica: a name of a was expected, got d");
  });
});
