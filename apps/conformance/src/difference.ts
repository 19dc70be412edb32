import type { Program } from "./language/program.ts";

type Event = unknown[];

/** A program with different traces. */
export class Difference {
  readonly program: Program;
  readonly expected: Event[];
  readonly actual: Event[];
  /** The index of the first event that differs. */
  readonly index: number;

  /**
   * @param expected the trace of the oracle, as JSON
   * @param actual the trace of the subject, as JSON
   */
  constructor(program: Program, expected: string, actual: string) {
    this.program = program;
    this.expected = JSON.parse(expected) as Event[];
    this.actual = JSON.parse(actual) as Event[];
    this.index = this.expected.findIndex((event, index) => !isSame(event, this.actual[index]));
    if (this.index === -1) this.index = this.expected.length;
  }

  /** The kinds of the expected and the actual event. Shrinking preserves it, so that it does not arrive at another difference. */
  get signature(): string {
    return `${kind(this.expected[this.index])} ${kind(this.actual[this.index])}`;
  }
}

function isSame(one: Event, other: Event | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function kind(event: Event | undefined): string {
  if (event === undefined) return "nothing";
  return typeof event[0] === "string" ? event[0] : String(event[2]);
}
