/** The most lines of a text. The latest are kept, because the failure is at the end. */
const MOST_LINES = 20_000;
/** The most characters of a message that a line shows. */
const LONGEST = 60;

interface Decoder {
  decode(bytes: Uint8Array): string;
}

const { TextDecoder } = globalThis as unknown as { TextDecoder: new (label?: string, options?: { fatal: boolean }) => Decoder };

/** A run in words: one line an event, with its time. */
export class Timeline {
  readonly lines: string[] = [];
  readonly #time: () => number;

  /** @param time returns the milliseconds since the begin of the run */
  constructor(time: () => number) {
    this.#time = time;
  }

  /** Adds a line. Further lines of the text follow it. */
  add(text: string): void {
    this.lines.push(`${this.#time().toFixed(3).padStart(12)} ms  ${text.replaceAll("\n", "\n                 ")}`);
  }

  /** Returns all lines as text. */
  toString(): string {
    const left = this.lines.length - MOST_LINES;
    return left <= 0 ? this.lines.join("\n") : [`(${left} earlier lines)`, ...this.lines.slice(left)].join("\n");
  }

  /** Returns the number of the first line that differs from another timeline, from 0; null if none does. */
  differsAt(other: Timeline): number | null {
    const length = Math.max(this.lines.length, other.lines.length);
    for (let i = 0; i < length; i++) if (this.lines[i] !== other.lines[i]) return i;
    return null;
  }
}

/** Returns a message in words: its size, and its text if it is one. */
export function describeBytes(bytes: Uint8Array): string {
  const size = bytes.length === 1 ? "1 byte" : `${bytes.length} bytes`;
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, 4 * LONGEST));
  } catch {
    return size;
  }
  // oxlint-disable-next-line no-control-regex -- bytes of binary protocols are no text
  if (/[\u0000-\u0008\u000e-\u001f]/.test(text)) return size;
  return `${size} ${JSON.stringify(text.length <= LONGEST ? text : `${text.slice(0, LONGEST - 1)}…`)}`;
}
