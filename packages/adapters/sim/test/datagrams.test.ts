import { simulate, type SimulateOptions } from "@asyncio-ts/sim";
import { createDatagramEndpoint, type DatagramProtocol } from "@asyncio-ts/streams";
import { sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { textOf } from "./programs.ts";

/** Sends datagrams with numbers, one each 20 ms, and returns the numbers as they arrive. */
function received(count: number, options: SimulateOptions): number[] {
  return simulate(function* (sim) {
    const numbers: number[] = [];
    sim.node("sink", function* () {
      const protocol: DatagramProtocol = { datagramReceived: (data) => numbers.push(Number(textOf(data))) };
      yield* createDatagramEndpoint(() => protocol, { localAddr: ["sink", 9] });
      yield* sleep(1_000_000);
    });
    sim.node("source", function* () {
      const [transport] = yield* createDatagramEndpoint(() => ({}));
      yield* sleep(1);
      for (let i = 0; i < count; i++) {
        transport.sendTo(String(i), ["sink", 9]);
        yield* sleep(20);
      }
      transport.close();
    });
    yield* sleep(count * 20 + 1000);
    return numbers;
  }, options);
}

const isSorted = (numbers: number[]) => numbers.every((number, i) => i === 0 || numbers[i - 1]! <= number);

test("datagrams arrive once and in order without faults, also with a range of latencies", () => {
  expect(received(50, {})).toEqual(Array.from({ length: 50 }, (_, i) => i));
  expect(received(50, { latency: [0, 500], runs: 5 })).toEqual(Array.from({ length: 50 }, (_, i) => i));
});

test("loss loses about as many datagrams as it says", () => {
  const { length } = received(1000, { loss: 0.3 });
  expect(length).toBeGreaterThan(600);
  expect(length).toBeLessThan(800);
  expect(received(10, { loss: 1 })).toEqual([]);
});

test("duplicate has datagrams arrive twice", () => {
  const numbers = received(100, { duplicate: 0.5, latency: 1 });
  expect(new Set(numbers).size).toBe(100);
  expect(numbers.length).toBeGreaterThan(125);
});

test("reorder has later datagrams overtake", () => {
  const numbers = received(100, { reorder: 0.3, latency: 50 });
  expect(new Set(numbers).size).toBe(100);
  expect(isSorted(numbers)).toBe(false);
});

test("a partition loses datagrams, also those on their way", () => {
  const numbers = simulate(
    function* (sim) {
      const numbers: number[] = [];
      sim.node("a", function* () {
        yield* createDatagramEndpoint(() => ({ datagramReceived: (data: Uint8Array) => numbers.push(data[0]!) }), { localAddr: ["a", 9] });
        yield* sleep(1_000_000);
      });
      sim.node("b", () => sleep(1_000_000));
      const [transport] = yield* createDatagramEndpoint(() => ({}), { remoteAddr: ["a", 9] });
      const send = (number: number) => transport.sendTo(new Uint8Array([number]));
      send(1);
      yield* sleep(10);
      send(2);
      return numbers;
    },
    { latency: 10 },
  );
  expect(numbers).toEqual([1]);
});

test("a connected endpoint hears that nothing receives, and gets datagrams of its peer only", () => {
  const log = simulate(
    function* (sim) {
      const log: string[] = [];
      sim.node("a", function* () {
        const [transport] = yield* createDatagramEndpoint(
          () => ({
            errorReceived: (error: Error) => log.push(error.message),
            datagramReceived: (data: Uint8Array) => log.push(textOf(data)),
          }),
          { remoteAddr: ["b", 9], localAddr: ["a", 8] },
        );
        transport.sendTo("to nothing");
        yield* sleep(100);
      });
      sim.node("b", function* () {
        yield* sleep(10);
        const [transport] = yield* createDatagramEndpoint(() => ({}), { localAddr: ["b", 9] });
        const [stranger] = yield* createDatagramEndpoint(() => ({}), { localAddr: ["b", 10] });
        stranger.sendTo("from a stranger", ["a", 8]);
        transport.sendTo("from the peer", ["a", 8]);
        yield* sleep(50);
      });
      yield* sleep(100);
      return log;
    },
    { latency: 3 },
  );
  expect(log).toEqual(["recv ECONNREFUSED", "from the peer"]);
});
