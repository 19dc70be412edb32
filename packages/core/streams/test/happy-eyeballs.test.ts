import { createConnection, type NetworkedLoop, openConnection } from "@asyncio-ts/streams";
import type { AddressInfo, Channel, Network } from "@asyncio-ts/streams/lowlevel";
import { type Coroutine, createTask, type EventLoop, getRunningLoop, sleep, wait } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import { expect } from "vitest";
import { FakeChannel } from "./fake-channel.ts";

/** The outcome of a connect: the milliseconds that it takes, and its error. */
type Outcome = [ms: number, error?: Error];

/** A network where each host has the given addresses. It records what is done with them, and when. */
class Addresses {
  readonly log: string[] = [];
  readonly channels = new Map<string, FakeChannel>();
  readonly #outcomes: Readonly<Record<string, Outcome>>;

  constructor(outcomes: Readonly<Record<string, Outcome>>) {
    this.#outcomes = outcomes;
  }

  *getaddrinfo(_: EventLoop, __: string, port: number): Coroutine<AddressInfo[]> {
    return Object.keys(this.#outcomes).map((host) => ({ family: host.includes(":") ? 6 : 4, host, port }));
  }

  *connect(loop: EventLoop, { host }: AddressInfo): Coroutine<Channel> {
    const [ms, error] = this.#outcomes[host]!;
    this.log.push(`${loop.time()} ${host}`);
    try {
      yield* sleep(ms);
    } catch (cancelled) {
      this.log.push(`${loop.time()} ${host} cancelled`);
      if (!host.startsWith("stubborn")) throw cancelled;
    }
    if (error !== undefined) throw error;
    const channel = new FakeChannel();
    this.channels.set(host, channel);
    return channel;
  }
}

/** Gives the running loop such a network, and returns it. */
function useAddresses(outcomes: Readonly<Record<string, Outcome>>): Addresses {
  const network = new Addresses(outcomes);
  (getRunningLoop() as NetworkedLoop).network = network as unknown as Network;
  return network;
}

const refused = (host: string) => Object.assign(new Error(`connect ECONNREFUSED ${host}`), { code: "ECONNREFUSED" });

test("addresses are tried one after the other, each when the previous one has failed", function* () {
  const network = useAddresses({ "::1": [30, refused("::1")], "10.0.0.1": [1000], "10.0.0.2": [1] });
  const [transport] = yield* createConnection(() => ({}), "host", 80);
  expect(network.log).toEqual(["0 ::1", "30 10.0.0.1"]);
  transport.close();
});

test("with happyEyeballsDelay the families take turns, and the first that answers wins", function* () {
  const network = useAddresses({ "::1": [1000], "::2": [1000], "10.0.0.1": [300], "10.0.0.2": [1000] });
  const [transport] = yield* createConnection(() => ({}), "host", 80, { happyEyeballsDelay: 100 });
  expect(network.log.slice(0, 4)).toEqual(["0 ::1", "100 10.0.0.1", "200 ::2", "300 10.0.0.2"]);
  expect(network.log.slice(4).sort()).toEqual(["400 10.0.0.2 cancelled", "400 ::1 cancelled", "400 ::2 cancelled"]);
  expect([...network.channels.keys()]).toEqual(["10.0.0.1"]);
  transport.close();
});

test("a connection that is made although its connect was cancelled is destroyed", function* () {
  const network = useAddresses({ stubborn: [150], "10.0.0.1": [1] });
  const [transport] = yield* createConnection(() => ({}), "host", 80, { happyEyeballsDelay: 100 });
  yield* sleep(0);
  const [first, second] = [...network.channels.values()].map(({ calls }) => calls.includes("destroy"));
  expect([first, second]).toEqual([false, true]);
  transport.close();
});

test("a cancelled connect leaves nothing open, at any moment", function* () {
  for (let passes = 0; passes < 12; passes++) {
    const network = useAddresses({ "::1": [150], "10.0.0.1": [50] });
    const task = createTask(openConnection("host", 80, { happyEyeballsDelay: 100 }));
    yield* sleep(149);
    for (let pass = 0; pass < passes; pass++) yield* sleep(pass === 2 ? 1 : 0);
    const cancelled = task.cancel();
    yield* wait([task]);
    yield* sleep(0);
    yield* sleep(0);
    if (!cancelled) task.result()[1].close();
    yield* sleep(0);
    for (const { calls } of network.channels.values()) expect(calls.at(-1)).toBe("destroy");
  }
});

test.each([null, 100])("the error of all addresses is thrown, with a delay of %s", function* (happyEyeballsDelay) {
  const one = refused("::1");
  useAddresses({ "::1": [1, one] });
  expect(yield* thrown(openConnection("host", 80, { happyEyeballsDelay }))).toBe(one);
  const same = new Error("same");
  useAddresses({ "::1": [1, same], "10.0.0.1": [1, new Error("same")] });
  expect(yield* thrown(openConnection("host", 80, { happyEyeballsDelay }))).toBe(same);
  useAddresses({ "::1": [1, refused("::1")], "10.0.0.1": [1, new Error("ENETUNREACH")] });
  expect(yield* thrown(openConnection("host", 80, { happyEyeballsDelay }))).toMatchObject({
    message: "Multiple exceptions: connect ECONNREFUSED ::1, ENETUNREACH",
    code: "ECONNREFUSED",
    errors: [refused("::1"), new Error("ENETUNREACH")],
  });
});
