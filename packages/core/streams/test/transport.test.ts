import { ContextVar } from "@asyncio-ts/loop";
import { type BufferedProtocol } from "@asyncio-ts/streams";
import { openTransport } from "@asyncio-ts/streams/lowlevel";
import { getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { FakeChannel, opened, Recorder, reported } from "./fake-channel.ts";
import { bytes, text } from "./text.ts";

// CPython: test_protocols.ProtocolsAbsTests.test_protocol
test("connectionMade() is called in a step, and only then the channel is started", function* () {
  const channel = new FakeChannel();
  const protocol = new Recorder();
  openTransport(getRunningLoop(), channel, protocol);
  expect([protocol.calls, channel.calls]).toEqual([[], []]);
  yield* sleep(0);
  expect([protocol.calls, channel.calls]).toEqual([["made"], ["start"]]);
});

// CPython: test_protocols.ProtocolsAbsTests.test_base_protocol
test("a protocol needs none of the methods", function* () {
  const { channel } = yield* opened({});
  channel.events.data(bytes("a"));
  channel.events.ended();
  yield* sleep(0);
  yield* sleep(0);
  yield* sleep(0);
  expect(channel.calls).toEqual(["start", "destroy"]);
});

test("an error of connectionMade() is reported, and the transport reads on", function* () {
  const reports = reported();
  const error = new Error("mad");
  const received: string[] = [];
  const { channel } = yield* opened({
    connectionMade() {
      throw error;
    },
    dataReceived: (data: Uint8Array) => received.push(text(data)),
  });
  expect(reports.map(([, exception]) => exception)).toEqual([error]);
  channel.events.data(bytes("a"));
  yield* sleep(0);
  expect(received).toEqual(["a"]);
});

test("each event is passed to the protocol in a step of its own, in order", function* () {
  const { channel, protocol } = yield* opened(new Recorder());
  channel.events.data(bytes("a"));
  channel.events.data(bytes("b"));
  channel.events.ended();
  channel.events.closed(null);
  const seen = [];
  for (let pass = 0; pass < 5; pass++) {
    seen.push(protocol.calls.at(-1));
    yield* sleep(0);
  }
  expect(seen).toEqual(["made", "data a", "data b", "eof", "lost null"]);
});

test("protocol methods run in the context in which the transport was opened", function* () {
  const name = new ContextVar<string>("name", { default: "none" });
  const seen: string[] = [];
  const protocol = { dataReceived: () => seen.push(name.get()!), connectionLost: () => seen.push(name.get()!) };
  name.set("opener");
  const { channel } = yield* opened(protocol);
  name.set("other");
  channel.events.data(bytes("a"));
  channel.events.closed(null);
  yield* sleep(0);
  yield* sleep(0);
  expect(seen).toEqual(["opener", "opener"]);
});

test("pauseReading() holds what has arrived; resumeReading() passes it on, one step each", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  channel.events.data(bytes("a"));
  transport.pauseReading();
  channel.events.data(bytes("b"));
  channel.events.ended();
  yield* sleep(0);
  yield* sleep(0);
  expect([protocol.calls, transport.isReading()]).toEqual([["made"], false]);
  transport.pauseReading();
  transport.resumeReading();
  transport.resumeReading();
  expect([channel.calls, transport.isReading()]).toEqual([["start", "pause", "resume"], true]);
  for (let pass = 0; pass < 3; pass++) yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "data a", "data b", "eof"]);
});

test("pauseReading() inside connectionMade() or dataReceived() takes effect at once", function* () {
  const received: string[] = [];
  const channel = new FakeChannel();
  const transport = openTransport(getRunningLoop(), channel, {
    connectionMade: (made) => made.pauseReading(),
    dataReceived(data) {
      received.push(text(data));
      transport.pauseReading();
    },
  });
  yield* sleep(0);
  expect(channel.calls).toEqual(["start", "pause"]);
  for (const chunk of ["a", "b"]) channel.events.data(bytes(chunk));
  yield* sleep(0);
  expect(received).toEqual([]);
  transport.resumeReading();
  yield* sleep(0);
  yield* sleep(0);
  expect(received).toEqual(["a"]);
});

// CPython: test_protocols.ProtocolsAbsTests.test_buffered_protocol
test("a BufferedProtocol receives into its own memory, as often as that is needed", function* () {
  const memory = new Uint8Array(4);
  const hints: number[] = [];
  const received: string[] = [];
  const protocol: BufferedProtocol = {
    getBuffer(sizeHint) {
      hints.push(sizeHint);
      return memory;
    },
    bufferUpdated: (count) => received.push(text(memory.subarray(0, count))),
  };
  const { channel } = yield* opened(protocol);
  channel.events.data(bytes("123456789"));
  channel.events.data(bytes("ab"));
  yield* sleep(0);
  yield* sleep(0);
  expect([hints, received]).toEqual([
    [9, 5, 1, 2],
    ["1234", "5678", "9", "ab"],
  ]);
});

test("setProtocol() takes effect at the next step, also between protocols of both kinds", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  const memory = new Uint8Array(4);
  const received: string[] = [];
  channel.events.data(bytes("a"));
  channel.events.data(bytes("b"));
  yield* sleep(0);
  const buffered: BufferedProtocol = { getBuffer: () => memory, bufferUpdated: (count) => received.push(text(memory.subarray(0, count))) };
  transport.setProtocol(buffered);
  expect(transport.getProtocol()).toBe(buffered);
  yield* sleep(0);
  expect([protocol.calls, received]).toEqual([["made", "data a"], ["b"]]);
});

// CPython: test_transports.TransportTests.test_ctor_extra_is_none
// CPython: test_transports.TransportTests.test_get_extra_info
test("getExtraInfo() returns the channel's fact, else the fallback, which is null by default", function* () {
  const { transport } = yield* opened({});
  expect(transport.getExtraInfo("peername")).toEqual(["127.0.0.1", 7000]);
  expect([transport.getExtraInfo("unknown"), transport.getExtraInfo("unknown", 5)]).toEqual([null, 5]);
  expect(String(transport)).toBe("<Transport open peername=127.0.0.1,7000 buffered=0>");
});
