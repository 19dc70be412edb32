import { getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { test } from "@asyncio-ts/testing/vitest";
import { expect } from "vitest";
import { FakeChannel, opened, Recorder, reported } from "./fake-channel.ts";
import { bytes } from "./text.ts";

// CPython: test_transports.TransportTests.test_writelines
test("writeLines() writes all parts at once; text is encoded as UTF-8", function* () {
  const { channel, transport } = yield* opened({});
  transport.writeLines([bytes("line1"), "line2", "é"]);
  transport.write("");
  expect(channel.calls).toEqual(["start", "write line1line2é"]);
  expect(transport.getWriteBufferSize()).toBe(12);
  expect(() => transport.write(5 as never)).toThrow(new TypeError("write: a Uint8Array or a string was expected, got 5"));
  expect(() => transport.writeLines(["a", null as never])).toThrow("writeLines: a Uint8Array or a string was expected, got null");
});

// CPython: test_transports.TransportTests.test_flowcontrol_mixin_set_write_limits
test("setWriteBufferLimits() checks the limits, and pauses the protocol if more is buffered", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  channel.bufferedBytes = 512;
  expect(transport.getWriteBufferLimits()).toEqual([16_384, 65_536]);
  expect(() => transport.setWriteBufferLimits({ high: 0, low: 1 })).toThrow(
    new RangeError("setWriteBufferLimits: high >= low >= 0 was expected, got high 0 and low 1"),
  );
  transport.setWriteBufferLimits({ high: 1024, low: 128 });
  expect([transport.getWriteBufferLimits(), protocol.calls]).toEqual([[128, 1024], ["made"]]);
  transport.setWriteBufferLimits({ high: 256, low: 128 });
  expect([transport.getWriteBufferLimits(), protocol.calls]).toEqual([
    [128, 256],
    ["made", "pause"],
  ]);
});

test.each([
  [{}, [16_384, 65_536]],
  [{ high: 10 }, [2, 10]],
  [{ low: 10 }, [10, 40]],
  [{ high: 0 }, [0, 0]],
])("the limits %j become %j", function* (limits, both) {
  const { transport } = yield* opened({});
  transport.setWriteBufferLimits(limits);
  expect(transport.getWriteBufferLimits()).toEqual(both);
});

test.each([
  [{ high: -1 }, RangeError],
  [{ low: Number.NaN }, RangeError],
  [{ heigh: 1 }, TypeError],
  [null, TypeError],
])("the limits %j are refused", function* (limits, type) {
  const { transport } = yield* opened({});
  expect(() => transport.setWriteBufferLimits(limits as never)).toThrow(type);
  expect(transport.getWriteBufferLimits()).toEqual([16_384, 65_536]);
});

test("pauseWriting() is called once inside the write that exceeds the high mark, resumeWriting() in a step at the low one", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  transport.setWriteBufferLimits({ high: 4, low: 1 });
  transport.write("1234");
  expect(protocol.calls).toEqual(["made"]);
  transport.write("5");
  transport.write("6");
  expect(protocol.calls).toEqual(["made", "pause"]);
  channel.drain(2);
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "pause"]);
  channel.drain(1);
  expect(protocol.calls).toEqual(["made", "pause"]);
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "pause", "resume"]);
  channel.drain(0);
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "pause", "resume"]);
});

test("errors of pauseWriting() and resumeWriting() are reported, and the transport stays open", function* () {
  const reports = reported();
  const error = new Error("mad");
  const fail = () => {
    throw error;
  };
  const { channel, transport } = yield* opened({ pauseWriting: fail, resumeWriting: fail });
  transport.setWriteBufferLimits({ high: 0 });
  transport.write("a");
  channel.drain();
  yield* sleep(0);
  expect(reports).toEqual([
    ["protocol.pauseWriting() failed", error],
    ["protocol.resumeWriting() failed", error],
  ]);
  expect(transport.isClosing()).toBe(false);
});

test("writeEof() ends the sending side once; a write after it throws", function* () {
  const { channel, transport, protocol } = yield* opened(new Recorder());
  expect(transport.canWriteEof()).toBe(true);
  transport.write("a");
  transport.writeEof();
  transport.writeEof();
  expect(channel.calls).toEqual(["start", "write a", "end"]);
  expect(() => transport.write("b")).toThrow("write() was called after writeEof(): <Transport open");
  channel.events.data(bytes("c"));
  yield* sleep(0);
  expect(protocol.calls).toEqual(["made", "data c"]);
});

test("writeEof() throws if one side cannot end alone", function* () {
  const { transport } = yield* opened({}, new FakeChannel({ canEnd: false }));
  expect(transport.canWriteEof()).toBe(false);
  expect(() => transport.writeEof()).toThrow("writeEof: the sending side cannot end alone");
  transport.write("still open");
});

test.each(["close", "abort"] as const)("a write after %s() throws; after the peer's reset it is dropped", function* (method) {
  const { transport } = yield* opened({});
  transport[method]();
  expect(() => transport.write("a")).toThrow(`write() was called after ${method}()`);
  yield* sleep(0);
  expect(() => transport.write("a")).toThrow(`write() was called after ${method}()`);
  const other = yield* opened({});
  other.channel.events.closed(new Error("ECONNRESET"));
  other.transport.write("a");
  yield* sleep(0);
  other.transport.write("a");
  expect(other.channel.calls).toEqual(["start", "destroy"]);
  expect(getRunningLoop().isClosed()).toBe(false);
});
