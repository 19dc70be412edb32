import { createInterface } from "node:readline";
import { Readable } from "node:stream";
import { setImmediate } from "node:timers/promises";

/**
 * Returns an input that passes lines on one by one: the next one when `idle` is true, because a REPL evaluates all the lines of a
 * chunk at once, and exits at the end of the input.
 *
 * @param idle resolves when the lines before have been evaluated
 */
export function lineByLine(input: NodeJS.ReadableStream, idle: () => Promise<void>): NodeJS.ReadableStream {
  const lines = createInterface({ input, crlfDelay: Infinity });
  return Readable.from(
    (async function* () {
      for await (const line of lines) {
        yield `${line}\n`;
        await setImmediate();
        await idle();
      }
    })(),
  );
}
