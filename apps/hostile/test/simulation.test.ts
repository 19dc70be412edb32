// The methods of a running simulation, which no trial of the campaign reaches: each with every hostile value, in a simulation of its own.
import { type SimulatedNode, simulate, type Simulation, SimulationError } from "@asyncio-ts/sim";
import { type Coroutine, isCoroutine, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { rawError } from "../src/oracle.ts";
import { values } from "../src/values.ts";

/** Calls a method of a simulation with a hostile value. */
type Call = (hostile: any, sim: Simulation, node: SimulatedNode) => unknown;

const body = function* (): Coroutine<number> {
  yield* sleep(1);
  return 1;
};

const calls: Record<string, Call> = {
  "always(check)": (hostile, sim) => sim.always(hostile, "name"),
  "always(() => value)": (hostile, sim) => sim.always(() => hostile, "name"),
  "always(name)": (hostile, sim) => sim.always(() => true, hostile),
  "eventually(check)": (hostile, sim) => sim.eventually(hostile, 10, "name"),
  "eventually(() => value)": (hostile, sim) => sim.eventually(() => hostile, 10, "name"),
  "eventually(within)": (hostile, sim) => sim.eventually(() => sim.time() > 500, hostile, "name"),
  "eventually(name)": (hostile, sim) => sim.eventually(() => true, 10, hostile),
  "chance(p)": (hostile, sim) => sim.chance(hostile),
  "pick(list)": (hostile, sim) => sim.pick(hostile),
  "log(value)": (hostile, sim) => sim.log(hostile),
  "node(name)": (hostile, sim) => sim.node(hostile, body),
  "node(main)": (hostile, sim) => sim.node("other", hostile),
  "node(main that returns the value)": (hostile, sim) =>
    sim.node("other", function* () {
      return hostile;
    }),
  "node(main that throws the value)": (hostile, sim) =>
    sim.node("other", function* () {
      throw hostile;
    }),
  "clock.skew": (hostile, _, node) => (node.clock.skew = hostile),
  "clock.drift": (hostile, _, node) => (node.clock.drift = hostile),
  "disk.append(file)": (hostile, _, node) => node.disk.append(hostile, "data"),
  "disk.append(data)": (hostile, _, node) => node.disk.append("file", hostile),
  "disk.write(file)": (hostile, _, node) => node.disk.write(hostile, "data"),
  "disk.write(data)": (hostile, _, node) => node.disk.write("file", hostile),
  "disk.read(file)": (hostile, _, node) => node.disk.read(hostile),
  "disk.readBytes(file)": (hostile, _, node) => node.disk.readBytes(hostile),
  "disk.remove(file)": (hostile, _, node) => node.disk.remove(hostile),
  "disk.sync(file)": (hostile, _, node) => node.disk.sync(hostile),
  "net.between(a)": (hostile, sim) => sim.net.between(hostile, "a"),
  "net.between(b)": (hostile, sim) => sim.net.between("a", hostile),
  "net.partition(groups)": (hostile, sim) => sim.net.partition(hostile),
  "net.partition([group])": (hostile, sim) => sim.net.partition([hostile]),
  "net.partition([[name]])": (hostile, sim) => sim.net.partition([[hostile], ["a"]]),
  "net.partition(, options)": (hostile, sim) => sim.net.partition([["a"]], hostile),
  "net.partition(, { oneWay })": (hostile, sim) => sim.net.partition([["a"], ["b"]], { oneWay: hostile }),
  "net.reset(a)": (hostile, sim) => sim.net.reset(hostile, "a"),
  "net.latency": (hostile, sim) => (sim.net.latency = hostile),
  "net.latency[0]": (hostile, sim) => (sim.net.latency = [hostile, 5]),
  "net.loss": (hostile, sim) => (sim.net.loss = hostile),
  "net.bandwidth": (hostile, sim) => (sim.net.bandwidth = hostile),
  "link.latency": (hostile, sim) => (sim.net.between("a", "b").latency = hostile),
  "link.partition(options)": (hostile, sim) => sim.net.between("a", "b").partition(hostile),
  "history(options)": (hostile, sim) => sim.history(hostile),
  "history({ initial })": (hostile, sim) => sim.history({ initial: hostile }).add("key", 1, body),
  "history.read(key)": (hostile, sim) => sim.history().read(hostile, body),
  "history.read(body)": (hostile, sim) => sim.history().read("key", hostile),
  "history.write(value)": (hostile, sim) => sim.history().write("key", hostile, body),
  "history.write(body)": (hostile, sim) => sim.history().write("key", 1, hostile),
  "history.swap(expected)": (hostile, sim) => sim.history().swap("key", hostile, 1, body as never),
  "history.add(summand)": (hostile, sim) => sim.history().add("key", hostile, body),
};

test.each(Object.entries(calls))("%s yields to no hostile value, and the run ends as always", (_, call) => {
  const { setTimeout } = globalThis;
  const raw: string[] = [];
  for (const [name, make] of Object.entries(values)) {
    const errors: unknown[] = [];
    try {
      simulate(function* (sim) {
        const node = sim.node("a", () => sleep(1000));
        sim.node("b", () => sleep(1000));
        yield* sleep(5);
        try {
          const result = call(make(), sim, node);
          if (isCoroutine(result)) yield* result;
        } catch (error) {
          errors.push(error);
        }
        yield* sleep(20);
      });
    } catch (error) {
      if (!(error instanceof SimulationError)) raw.push(`${name}: no SimulationError`);
      errors.push(error);
    }
    raw.push(...errors.flatMap((error) => rawError(error) ?? []).map((text) => `${name}: ${text}`));
    expect(globalThis.setTimeout).toBe(setTimeout);
  }
  expect(raw).toEqual([]);
});
