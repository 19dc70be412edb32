import { gather } from "@asyncio-ts/tasks";
import {
  expectBytes,
  expectSame,
  expectThrow,
  randomBytes,
  readInChunks,
  settle,
  textOf,
  writeInChunks,
  writeUntilPaused,
} from "./check-values.ts";
import type { BothWays, Checks } from "./checked-side.ts";

const SIZE = 200_000;

/** The checks of both directions at once. */
export const twoWayChecks: Checks<BothWays> = {
  *"both directions carry bytes at once"({ start, near, far }) {
    const [toFar, toNear] = [randomBytes(SIZE, 1), randomBytes(SIZE, 2)];
    const nothing = () => {};
    const [, , atFar, atNear] = yield* gather(
      start(writeInChunks(near[1], toFar, 3, nothing)),
      start(writeInChunks(far[1], toNear, 4, nothing)),
      start(far[0].readexactly(SIZE)),
      start(near[0].readexactly(SIZE)),
    );
    expectBytes("the bytes at the far side", atFar, toFar);
    expectBytes("the bytes at the near side", atNear, toNear);
  },

  *"a direction that is full does not stop the other one"({ start, near, far }) {
    const [size, drain] = yield* writeUntilPaused({ writer: near[1], start });
    far[1].write("still here\n");
    expectSame("readline()", textOf(yield* near[0].readline()), "still here\n");
    yield* gather(drain, start(far[0].readexactly(size)));
  },

  *"close() ends the reader of its own side"({ start, near, far }) {
    const reading = start(near[0].read());
    yield* settle();
    near[1].close();
    expectSame("read()", textOf(yield* reading), "");
    expectSame("read() of the other side", textOf(yield* far[0].read()), "");
  },
};

/** The checks of sides that can end one direction alone. */
export const halfCloseChecks: Checks<BothWays> = {
  *"writeEof() ends one direction, and the other one goes on"({ start, near, far }) {
    near[1].write("question");
    near[1].writeEof();
    expectSame("read()", textOf(yield* far[0].read()), "question");
    expectSame("isClosing()", near[1].isClosing(), false);
    const answer = randomBytes(SIZE, 5);
    const writing = start(writeInChunks(far[1], answer, 6, () => far[1].writeEof()));
    expectBytes("the answer", yield* readInChunks(near[0], 7), answer);
    yield* writing;
  },

  *"writeEof() may be called twice, and a write after it throws"({ near, far }) {
    near[1].write("before");
    near[1].writeEof();
    near[1].writeEof();
    expectThrow("write() after writeEof()", () => near[1].write("after"));
    expectSame("read()", textOf(yield* far[0].read()), "before");
  },
};
