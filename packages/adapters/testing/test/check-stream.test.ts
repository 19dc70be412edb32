import {
  type CheckedReader,
  type CheckedSide,
  type CheckedWriter,
  checkStream,
  lockstepStreamPair,
  memoryStreamPair,
} from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { thrown } from "@asyncio-ts/test-helpers/thrown";
import type { Coroutine } from "@asyncio-ts/tasks";
import { expect } from "vitest";
import { pipeOf } from "./pipe-of.ts";

test.each([memoryStreamPair, lockstepStreamPair])("%o keeps all promises of streams", function* (makePair) {
  expect(yield* checkStream(() => makePair())).toHaveLength(19);
  expect(yield* checkStream(() => makePair({ limit: 100 }))).toHaveLength(19);
});

test("of a pipe, the promises of one direction are checked; the pair may come from a coroutine", function* () {
  const names = yield* checkStream(function* () {
    return pipeOf(memoryStreamPair());
  });
  expect(names).toHaveLength(14);
});

test("checkStream() refuses what makes no pair", function* () {
  expect(yield* thrown(checkStream(5 as never))).toEqual(
    new TypeError("checkStream: a function that makes two connected sides was expected, got 5"),
  );
});

/** Returns an object with some methods replaced. */
function over<T extends object>(target: T, methods: Partial<T>): T {
  return new Proxy(target, {
    get(_, name) {
      if (name in methods) return methods[name as keyof T];
      const value: unknown = target[name as keyof T];
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
}

/** A fault in a reader, or in a writer. */
interface Fault {
  reader?(reader: CheckedReader): Partial<CheckedReader>;
  writer?(writer: CheckedWriter): Partial<CheckedWriter>;
}

const faults: Record<string, [promise: string, fault: Fault]> = {
  "a byte is changed": [
    "bytes arrive unchanged",
    {
      writer: (writer) => ({
        write: (data) => writer.write(typeof data === "string" ? data : data.map((byte) => (byte === 13 ? 10 : byte))),
      }),
    },
  ],
  "text is not encoded as UTF-8": [
    "bytes arrive unchanged",
    { writer: (writer) => ({ write: (data) => writer.write(typeof data === "string" ? data.replace("é", "e") : data) }) },
  ],
  "an empty write ends the stream": [
    "no bytes send nothing",
    { writer: (writer) => ({ write: (data) => (data.length === 0 ? writer.writeEof() : writer.write(data)) }) },
  ],
  "a read returns more than it was asked for": [
    "many bytes arrive",
    { reader: (reader) => ({ read: (n = -1) => reader.read(n > 0 ? n + 1 : n) }) },
  ],
  "drain() never waits": ["drain() waits", { writer: () => ({ *drain() {} }) }],
  "close() is never noticed": ["many bytes arrive", { writer: () => ({ close() {} }) }],
  "atEof() is always false": ["after close() the reader gets all bytes", { reader: () => ({ atEof: () => false }) }],
  "waitClosed() does not wait": ["close() may be called twice", { writer: () => ({ *waitClosed() {} }) }],
  "a write after close() is dropped": [
    "a write after close() throws",
    { writer: (writer) => ({ write: (data) => (writer.isClosing() ? undefined : writer.write(data)) }) },
  ],
  "a cancelled readexactly() loses what it had": [
    "a cancelled read loses no byte",
    {
      reader: (reader) => ({
        *readexactly(n): Coroutine<Uint8Array> {
          const parts: number[] = [];
          while (parts.length < n) parts.push(...(yield* reader.read(n - parts.length)));
          return Uint8Array.from(parts);
        },
      }),
    },
  ],
  "a second read is not refused": [
    "a second read is refused",
    {
      reader(reader) {
        let reading = false;
        return {
          *readexactly(n): Coroutine<Uint8Array> {
            reading = n === 4;
            return yield* reader.readexactly(n);
          },
          *read(n): Coroutine<Uint8Array> {
            return reading ? new Uint8Array(0) : yield* reader.read(n);
          },
        };
      },
    },
  ],
  "writeEof() closes both directions": ["writeEof() ends one direction", { writer: (writer) => ({ writeEof: () => writer.close() }) }],
  "a write after writeEof() is dropped": [
    "writeEof() may be called twice",
    {
      writer(writer) {
        let ended = false;
        return {
          writeEof() {
            ended = true;
            writer.writeEof();
          },
          write: (data) => (ended ? undefined : writer.write(data)),
        };
      },
    },
  ],
};

test.each(Object.entries(faults).map(([name, [promise, fault]]) => [name, promise, fault] as const))(
  "checkStream() finds the fault: %s",
  function* (_, promise, fault) {
    const withFault = ([reader, writer]: CheckedSide): CheckedSide => [
      fault.reader === undefined ? reader : over(reader!, fault.reader(reader!)),
      fault.writer === undefined ? writer : over(writer!, fault.writer(writer!)),
    ];
    const error = yield* thrown(checkStream(() => memoryStreamPair().map(withFault) as never));
    expect(error.message).toContain(`checkStream: ${promise}`);
  },
);
