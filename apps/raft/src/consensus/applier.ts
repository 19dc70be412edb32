import type { Coroutine } from "asyncio-ts";
import type { Log } from "./log.ts";
import type { Proposals } from "./proposals.ts";
import type { StateMachine } from "./state-machine.ts";
import { Watermark } from "./watermark.ts";

/** Applies the committed entries to the state machine, in order, and compacts the log when it has grown. */
export class Applier {
  readonly #log: Log;
  readonly #committed: Watermark;
  readonly #machine: StateMachine;
  readonly #proposals: Proposals;
  readonly #entriesPerSnapshot: number;
  /** The index of the last applied entry. */
  readonly applied: Watermark = new Watermark();

  constructor(log: Log, committed: Watermark, machine: StateMachine, proposals: Proposals, entriesPerSnapshot: number) {
    this.#log = log;
    this.#committed = committed;
    this.#machine = machine;
    this.#proposals = proposals;
    this.#entriesPerSnapshot = entriesPerSnapshot;
  }

  /** Sets the state machine to the snapshot of the log. */
  restore(): void {
    this.#machine.restore(this.#log.snapshot.state);
    this.applied.raise(this.#log.snapshot.index);
  }

  *run(): Coroutine<never> {
    for (;;) {
      yield* this.#committed.reached(this.applied.value + 1);
      while (this.applied.value < this.#committed.value) this.#applyNext();
      if (this.applied.value - this.#log.snapshot.index >= this.#entriesPerSnapshot) this.#compact();
    }
  }

  #applyNext(): void {
    const index = this.applied.value + 1;
    const { command, term } = this.#log.entryAt(index)!;
    const result = command === null ? null : this.#machine.apply(command, index);
    this.#proposals.applied(index, term, result);
    this.applied.raise(index);
  }

  #compact(): void {
    const index = this.applied.value;
    this.#log.compact({ index, term: this.#log.termAt(index)!, state: this.#machine.snapshot() });
  }
}
