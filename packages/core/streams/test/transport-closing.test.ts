import { VirtualLoop } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { openTransport } from "@asyncio-ts/streams/lowlevel";
import { run, sleep } from "@asyncio-ts/tasks";
import { afterEach, expect, test as plain, vi } from "vitest";
import { FakeChannel, opened, Recorder, reported } from "./fake-channel.ts";
import { bytes } from "./text.ts";

afterEach(() => vi.restoreAllMocks());

test("close() with nothing buffered calls connectionLost(null) in the next pass, then closes the channel", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.close();
  transport.close();
  channel.events.data(bytes("late"));
  expect([transport.isClosing(), protocol.calls, channel.calls]).toEqual([true, ["made"], ["start"]]);
  yield* sleep(0);
  channel.events.closed(null);
  yield* sleep(0);
  expect([protocol.calls, channel.calls]).toEqual([
    ["made", "lost null"],
    ["start", "destroy"],
  ]);
});

test("close() receives no more, and waits until the buffered bytes are sent", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.write("abc");
  transport.close();
  channel.events.data(bytes("late"));
  channel.drain(1);
  yield* sleep(0);
  yield* sleep(0);
  expect([protocol.calls, channel.calls]).toEqual([["made"], ["start", "write abc", "pause"]]);
  channel.drain(0);
  yield* sleep(0);
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "lost null"]);
  expect(channel.calls.at(-1)).toBe("destroy");
});

test("close() lets a paused writer continue while the bytes are sent", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.setWriteBufferLimits({ high: 0 });
  transport.write("abc");
  transport.close();
  channel.drain(0);
  yield* sleep(0);
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "pause", "resume", "lost null"]);
});

test("close() on a channel that cannot half-close ends it, and waits for the host; a paused one reads again", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder(), new FakeChannel({ canEnd: false }));
  transport.pauseReading();
  transport.close();
  transport.close();
  channel.events.data(bytes("late"));
  yield* sleep(0);
  expect([protocol.calls, channel.calls]).toEqual([["made"], ["start", "pause", "resume", "end"]]);
  channel.events.closed(null);
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "lost null"]);
});

test("abort() drops what is buffered and what has arrived, and calls connectionLost(null) once", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.write("abc");
  channel.events.data(bytes("late"));
  transport.abort();
  expect(channel.calls).toEqual(["start", "write abc", "destroy"]);
  transport.abort();
  transport.close();
  channel.events.closed(new Error("late"));
  for (let pass = 0; pass < 3; pass++) yield* sleep(0);
  expect([protocol.calls, transport.getWriteBufferSize()]).toEqual([["made", "lost null"], 0]);
});

test("abort() after close() drops the rest", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.write("abc");
  transport.close();
  transport.abort();
  expect(channel.calls.at(-1)).toBe("destroy");
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "lost null"]);
});

test("close() and abort() inside connectionMade() close a channel that was never started", function* () {
  for (const method of ["close", "abort"] as const) {
    const calls: string[] = [];
    const { channel } = yield* opened({
      connectionMade: (transport) => transport[method](),
      connectionLost: (error) => calls.push(`lost ${String(error)}`),
    });
    yield* sleep(0);
    expect(calls).toEqual(["lost null"]);
    expect(channel.calls).toContain("destroy");
  }
});

test("the peer's end closes the transport if eofReceived() is not true, after the buffered bytes", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  protocol.keepsOpen = false;
  transport.write("abc");
  channel.events.ended();
  yield* sleep(0);
  transport.write("dropped");
  expect([transport.isClosing(), channel.calls]).toEqual([true, ["start", "write abc", "pause"]]);
  channel.drain(0);
  yield* sleep(0);
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "eof", "lost null"]);
});

test("the peer's end closes a channel that cannot half-close, whatever eofReceived() returns", function* () {
  const { channel, transport } = yield* opened(new Recorder(), new FakeChannel({ canEnd: false }));
  channel.events.ended();
  yield* sleep(0);
  expect([transport.isClosing(), channel.calls]).toEqual([true, ["start", "end"]]);
});

test("a reset drops what is held, and calls connectionLost(error) also while reading is paused", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.pauseReading();
  channel.events.data(bytes("a"));
  channel.events.closed(new Error("reset"));
  yield* sleep(0);
  transport.resumeReading();
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "lost reset"]);
});

test("an orderly close while reading is paused keeps the bytes, frees paused writers, and is told after the bytes", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.setWriteBufferLimits({ high: 0 });
  transport.write("x");
  transport.pauseReading();
  channel.events.data(bytes("a"));
  channel.events.ended();
  channel.events.closed(null);
  yield* sleep(0);
  yield* sleep(0);
  expect([protocol.calls, transport.isClosing()]).toEqual([["made", "pause", "resume"], true]);
  transport.write("dropped");
  transport.resumeReading();
  for (let pass = 0; pass < 4; pass++) yield* sleep(0);
  expect(protocol.calls.slice(3)).toEqual(["data a", "eof", "lost null"]);
});

test("close() after an orderly close of the peer drops the held bytes", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.pauseReading();
  channel.events.data(bytes("a"));
  channel.events.closed(null);
  yield* sleep(0);
  transport.close();
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "lost null"]);
});

const error = new Error("mad");
const fail = (): never => {
  throw error;
};

test.each([
  ["dataReceived()", { dataReceived: fail }, error],
  ["getBuffer() or protocol.bufferUpdated()", { getBuffer: fail, bufferUpdated() {} }, error],
  ["getBuffer() or protocol.bufferUpdated()", { getBuffer: () => new Uint8Array(4), bufferUpdated: fail }, error],
  [
    "getBuffer() or protocol.bufferUpdated()",
    { getBuffer: () => new Uint8Array(0), bufferUpdated() {} },
    new Error("getBuffer() returned an empty buffer"),
  ],
  ["eofReceived()", { eofReceived: fail }, error],
])("an error in %s is reported, and becomes that of connectionLost()", function* (method, protocol, expected) {
  const reports = reported();
  const lost: unknown[] = [];
  const { channel, transport } = yield* opened({ ...protocol, connectionLost: (reason: unknown) => lost.push(reason) });
  if (method === "eofReceived()") channel.events.ended();
  else for (const chunk of ["a", "b"]) channel.events.data(bytes(chunk));
  yield* sleep(0);
  expect([transport.isClosing(), channel.calls.at(-1)]).toEqual([true, "destroy"]);
  yield* sleep(0);
  expect(reports).toEqual([[`Fatal error: protocol.${method} call failed.`, expected]]);
  expect(lost).toEqual([expected]);
});

test("an error of connectionLost() is reported, and the channel is closed nevertheless", function* () {
  const reports = reported();
  const { channel, transport } = yield* opened({ connectionLost: fail });
  transport.close();
  yield* sleep(0);
  expect([reports.map(([, exception]) => exception), channel.calls]).toEqual([[error], ["start", "destroy"]]);
});

// CPython: test_streams.StreamTests.test_unclosed_resource_warnings
// CPython: test_streams.StreamTests.test_unclosed_server_resource_warnings
plain("a loop that closes closes its transports, and calls no protocol; debug mode reports those that were left open", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => {});
  const loop = new VirtualLoop();
  loop.setDebug(true);
  const channels = [new FakeChannel(), new FakeChannel()];
  const closed = new FakeChannel();
  const protocol = new Recorder();
  function* openAndForget() {
    for (const channel of channels) openTransport(loop, channel, protocol);
    openTransport(loop, closed, protocol).close();
    yield* sleep(0);
    yield* sleep(0);
  }
  run(openAndForget, { loop });
  expect(protocol.calls.filter((call) => call.startsWith("lost"))).toHaveLength(1);
  for (const channel of [...channels, closed]) expect(channel.calls.filter((call) => call === "destroy")).toHaveLength(1);
  const text = "unclosed <Transport open peername=127.0.0.1,7000 buffered=0>: close it before the loop ends; it was opened here:";
  expect(warn.mock.calls.map(([message]) => String(message).split("\n")[0])).toEqual([text, text]);
  expect(String(warn.mock.calls[0])).toContain("openAndForget");
});

plain("events after the end of the loop are ignored", () => {
  const loop = new VirtualLoop();
  const channel = new FakeChannel();
  const protocol = new Recorder();
  run(
    function* () {
      openTransport(loop, channel, protocol);
      yield* sleep(0);
    },
    { loop },
  );
  channel.events.data(bytes("a"));
  channel.events.ended();
  channel.drain();
  channel.events.closed(null);
  expect(protocol.calls).toEqual(["made"]);
  expect(() => openTransport(loop, channel, protocol)).toThrow("Event loop is closed");
});
