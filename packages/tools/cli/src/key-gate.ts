import { once } from "node:events";
import { PassThrough } from "node:stream";
import { StringDecoder } from "node:string_decoder";
import { setImmediate } from "node:timers/promises";

const CTRL_C = "\u0003";
const CTRL_D = "\u0004";

/** The line of a REPL that is evaluated. */
export interface Turn {
  /** Resolves when the lines so far have been evaluated. */
  idle(): Promise<void>;
  /** Returns whether a line is evaluated. */
  isBusy(): boolean;
  /** Cancels the line that is evaluated. */
  interrupt(): void;
}

type Terminal = NodeJS.ReadableStream & Partial<Pick<NodeJS.ReadStream, "isRaw" | "setRawMode">>;

/**
 * Returns the keys of a terminal line by line: while a line is evaluated, the keys after it wait, because a REPL would join them
 * to that line. Ctrl-C does not wait, and drops the keys that do.
 */
export function keyGate(input: Terminal, turn: Turn): NodeJS.ReadableStream {
  const keys = new PassThrough();
  const decoder = new StringDecoder("utf8");
  let waiting = "";
  let isPassing = false;

  function interrupt(): void {
    const at = waiting.lastIndexOf(CTRL_C);
    if (at === -1 || !turn.isBusy()) return;
    waiting = waiting.slice(at + 1);
    turn.interrupt();
  }

  async function pass(): Promise<void> {
    if (isPassing) return;
    isPassing = true;
    while (waiting !== "") {
      const [line] = /^[^\r\n]*(?:\r\n|\r|\n)?/.exec(waiting)!;
      waiting = waiting.slice(line.length);
      keys.write(line);
      if (!/[\r\n]$/.test(line)) continue;
      // A REPL pauses its input while it reads the history.
      while (keys.isPaused()) await once(keys, "resume");
      await setImmediate();
      interrupt();
      await turn.idle();
    }
    isPassing = false;
  }

  input.on("data", (data: Buffer | string) => {
    const text = decoder.write(data as Buffer);
    // The end of the session does not wait for the line either.
    if (text === CTRL_D && waiting === "" && turn.isBusy()) return keys.write(text);
    waiting += text;
    interrupt();
    return pass();
  });
  input.on("end", () => keys.end());
  return Object.defineProperty(Object.assign(keys, { isTTY: true, setRawMode: (mode: boolean) => input.setRawMode?.(mode) }), "isRaw", {
    get: () => input.isRaw,
  });
}
