import { type Coroutine, gather, sleep, wait } from "@asyncio-ts/tasks";
import {
  bytesOf,
  cancelled,
  expectBytes,
  expectFailure,
  expectSame,
  expectThrow,
  randomBytes,
  readInChunks,
  settle,
  textOf,
  writeInChunks,
  writeUntilPaused,
} from "./check-values.ts";
import type { Checks, CheckedReader, Direction } from "./checked-side.ts";

const SIZE = 300_000;

/** Reads on until `size` bytes have been read. */
function* readMore(reader: CheckedReader, size: number): Coroutine<void> {
  for (let left = size; left > 0;) {
    const part = yield* reader.read(Math.min(left, 1_000_000));
    if (part.length === 0) throw new Error(`the stream has ended ${left} bytes early`);
    left -= part.length;
  }
}

/** The checks of one direction. */
export const oneWayChecks: Checks<Direction> = {
  *"bytes arrive unchanged and in order"({ writer, reader }) {
    const all = Uint8Array.from({ length: 256 }, (_, byte) => byte);
    writer.write(all);
    writer.write("text, é\n");
    expectBytes("readexactly(256)", yield* reader.readexactly(256), all);
    expectSame("readline()", textOf(yield* reader.readline()), "text, é\n");
  },

  *"no bytes send nothing"({ start, writer, reader }) {
    writer.write("");
    writer.write(new Uint8Array(0));
    yield* writer.drain();
    const reading = start(reader.read(5));
    yield* settle();
    expectSame("a read after writes of no bytes has ended", reading.done(), false);
    writer.write("x");
    expectSame("read(5)", textOf(yield* reading), "x");
    expectSame("read(0)", (yield* reader.read(0)).length, 0);
  },

  *"many bytes arrive whatever the sizes of writes and reads"({ start, writer, reader }) {
    const sent = randomBytes(SIZE, 1);
    const writing = start(writeInChunks(writer, sent, 2, () => writer.close()));
    expectBytes("the bytes read", yield* readInChunks(reader, 3), sent);
    yield* writing;
  },

  *"drain() waits while the other side does not read, and continues when it does"({ start, writer, reader }) {
    const [size, drain] = yield* writeUntilPaused({ writer, start });
    yield* gather(start(readMore(reader, size)), drain);
  },

  *"after close() the reader gets all bytes, then the end, however often it reads"({ writer, reader }) {
    writer.write("last words");
    writer.close();
    expectSame("read()", textOf(yield* reader.read()), "last words");
    for (let again = 0; again < 2; again++) {
      expectSame("read(1) at the end", (yield* reader.read(1)).length, 0);
      expectSame("readline() at the end", (yield* reader.readline()).length, 0);
    }
    expectSame("atEof()", reader.atEof(), true);
  },

  *"the end wakes the read that waits"({ start, writer, reader }) {
    const reading = start(reader.read(1));
    yield* settle();
    writer.close();
    expectSame("read(1)", (yield* reading).length, 0);
  },

  *"close() may be called twice, and waitClosed() may be awaited again"({ start, writer, reader }) {
    expectSame("isClosing() before", writer.isClosing(), false);
    const waiting = start(writer.waitClosed());
    yield* settle();
    expectSame("waitClosed() has ended before close()", waiting.done(), false);
    writer.close();
    writer.close();
    expectSame("isClosing() after", writer.isClosing(), true);
    yield* reader.read();
    yield* waiting;
    yield* writer.waitClosed();
  },

  *"a write after close() throws, and sends nothing"({ writer, reader }) {
    writer.write("before");
    writer.close();
    expectThrow("write() after close()", () => writer.write("after"));
    expectSame("read()", textOf(yield* reader.read()), "before");
  },

  *"a cancelled read loses no byte"({ start, writer, reader }) {
    const reads = [() => reader.read(5), () => reader.readexactly(99), () => reader.readline(), () => reader.read()];
    let sent = "";
    for (const [index, read] of reads.entries()) {
      const reading = start(read());
      yield* settle();
      // A read of some bytes would return them.
      if (index > 0) {
        writer.write(`part ${index},`);
        sent += `part ${index},`;
        yield* settle();
      }
      yield* cancelled("a read", reading);
    }
    writer.write("end\n");
    expectSame("the bytes after cancelled reads", textOf(yield* reader.readexactly(sent.length + 4)), `${sent}end\n`);
  },

  *"a read that is cancelled in the moment when bytes come loses none"({ start, writer, reader }) {
    for (let passes = 0; passes < 8; passes++) {
      const reading = start(reader.read(5));
      yield* settle();
      writer.write("hello");
      for (let pass = 0; pass < passes; pass++) yield* sleep(0);
      reading.cancel();
      yield* wait([reading]);
      const got = reading.cancelled() ? new Uint8Array(0) : reading.result();
      const rest = yield* reader.readexactly(5 - got.length);
      expectSame("the bytes", textOf(got) + textOf(rest), "hello");
    }
  },

  *"a cancelled drain() loses no byte"({ start, writer, reader }) {
    const [size, drain] = yield* writeUntilPaused({ writer, start });
    yield* cancelled("drain()", drain);
    writer.write("end");
    yield* readMore(reader, size);
    expectBytes("the bytes after", yield* reader.readexactly(3), bytesOf("end"));
    yield* writer.drain();
  },

  *"a second read is refused while one waits, which gets the bytes"({ start, writer, reader }) {
    const reading = start(reader.readexactly(4));
    yield* settle();
    yield* expectFailure("a second read", reader.read(1));
    writer.write("mine");
    expectSame("the first read", textOf(yield* reading), "mine");
  },

  *"a cancelled waitClosed() does not cancel another one"({ start, writer, reader }) {
    const [first, second] = [start(writer.waitClosed()), start(writer.waitClosed())];
    yield* settle();
    yield* cancelled("waitClosed()", first);
    expectSame("the other one has ended", second.done(), false);
    writer.close();
    yield* reader.read();
    yield* second;
  },

  *"after the other side has closed, a writer that drains in a loop fails, and does not wait for ever"({ writer, farWriter }) {
    if (farWriter === null) return;
    farWriter.close();
    function* writeOn(): Coroutine<void> {
      for (let writes = 0; writes < 1000; writes++) {
        writer.write(new Uint8Array(1000));
        yield* writer.drain();
        yield* sleep(1);
      }
    }
    yield* expectFailure("drain()", writeOn());
  },
};
