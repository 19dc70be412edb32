import { type Scenario, simulate } from "@asyncio-ts/sim";
import { createDatagramEndpoint, openConnection, startServer } from "@asyncio-ts/streams";
import { createTask, type Coroutine, sleep, timeout } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { failureOf, lineOf, textOf } from "./programs.ts";

/**
 * Servers that pass numbers on at random, with all faults of the network, crashes and clocks that drift.
 *
 * It fails at its end with an error that depends on all that was heard, so that shrinking leaves no fault out.
 */
const busy: Scenario<void> = function* (sim) {
  const names = ["a", "b", "c"];
  const heard: string[] = [];
  sim.net.loss = 0.1;
  sim.net.duplicate = 0.1;
  sim.net.reorder = 0.1;
  const nodes = names.map((name, i) => {
    const node = sim.node(name, function* () {
      yield* startServer(
        function* (reader, writer) {
          for (let line = yield* lineOf(reader); line !== ""; line = yield* lineOf(reader))
            writer.write(`${line} ${name} ${Math.random()}\n`);
          writer.close();
        },
        null,
        7000,
      );
      const [beats] = yield* createDatagramEndpoint(
        () => ({ datagramReceived: (data: Uint8Array, from: unknown) => heard.push(`${textOf(data)} ${String(from)} ${Date.now()}`) }),
        { localAddr: [name, 9] },
      );
      for (;;) {
        const other = names[Math.floor(Math.random() * names.length)]!;
        beats.sendTo(`beat ${crypto.randomUUID().slice(0, 8)}`, [other, 9]);
        createTask(ask(other));
        yield* sleep(20 + Math.random() * 30);
      }
    });
    node.clock.drift = i / 100;
    return node;
  });
  sim.net.between("a", "b").bandwidth = 1_000_000;
  function* ask(other: string): Coroutine<void> {
    try {
      yield* timeout(100, function* () {
        const [reader, writer] = yield* openConnection(other, 7000);
        writer.write(`${performance.now()}\n`);
        heard.push(yield* lineOf(reader));
        writer.close();
      });
    } catch (error) {
      heard.push(String(error));
    }
  }
  for (let i = 0; i < 4; i++) {
    yield* sleep(30);
    const node = sim.pick(nodes);
    if (sim.chance(0.3)) node.crash();
    else if (sim.chance(0.5)) node.restart();
    if (sim.chance(0.3)) sim.net.partition([[sim.pick(names)]], { oneWay: sim.chance(0.5) });
    if (sim.chance(0.3)) sim.net.heal();
  }
  throw new Error(`the end: ${digest(heard.join())}`);
};

/** FNV-1a. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193);
  return (hash >>> 0).toString(16);
}

test("the same seed gives the same run, on every runtime", () => {
  const digests = [1, 2, 3].map((seed) => {
    const { schedule, timeline } = failureOf(busy, { seed });
    return `${schedule} ${timeline.split("\n").length} ${digest(timeline)}`;
  });
  expect(digests).toEqual([
    "s1-80vX10N40do1P00nj0z 44 3a675f12",
    "s2-50QE10P00n00y00na1I00n 23 b1c5300",
    "s3-G21q10Vx10dz10Y80V 57 e17a97ae",
  ]);
});

test("a run with another order and other latencies is the same on every runtime, and repeated by its string to the letter", () => {
  const later: Scenario<void> = function* (sim) {
    const isLate = sim.random() < 0.15;
    try {
      yield* busy(sim);
    } catch (error) {
      if (isLate) throw error;
    }
  };
  const { runs, schedule, timeline } = failureOf(later, { seed: 3, runs: 40 });
  expect(`${runs} ${digest(schedule)} ${digest(timeline)}`).toBe("7 dcd116a6 3f548844");
  expect(failureOf(later, { replay: schedule }).timeline).toBe(timeline);
  expect(() => simulate(later, { replay: schedule })).toThrow("the end");
});
