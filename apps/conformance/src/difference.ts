import type { Program } from "./language/program.ts";

type Event = unknown[];

/** A program whose traces are not the same. */
export class Difference {
  readonly program: Program;
  readonly expected: Event[];
  readonly actual: Event[];
  /** The first event that is not the same. */
  readonly at: number;

  /** @param expected the oracle's trace, as JSON */
  constructor(program: Program, expected: string, actual: string) {
    this.program = program;
    this.expected = JSON.parse(expected) as Event[];
    this.actual = JSON.parse(actual) as Event[];
    this.at = this.expected.findIndex((event, index) => !same(event, this.actual[index]));
    if (this.at === -1) this.at = this.expected.length;
  }

  /** What happened there and what should have: shrinking keeps to it, or it would slip to some other difference. */
  get signature(): string {
    return `${kind(this.expected[this.at])} ${kind(this.actual[this.at])}`;
  }
}

function same(one: Event, other: Event | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function kind(event: Event | undefined): string {
  if (event === undefined) return "nothing";
  return typeof event[0] === "string" ? event[0] : String(event[2]);
}
