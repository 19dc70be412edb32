import type { StateMachine } from "../consensus/state-machine.ts";
import type { Change, Command, Result, Value } from "./command.ts";
import { Sessions } from "./sessions.ts";

interface StoredState {
  readonly values: [string, Value][];
  readonly sessions: ReturnType<Sessions["snapshot"]>;
}

/** The state that the cluster replicates: values by keys, and the sessions of clients. */
export class KeyValueStore implements StateMachine {
  #values = new Map<string, Value>();
  readonly #sessions = new Sessions();

  get(key: string): Value | null {
    return this.#values.get(key) ?? null;
  }

  apply(command: Command, index: number): Result {
    if (command.kind === "open") {
      this.#sessions.open(index);
      return { value: index };
    }
    const { session, sequence, change } = command;
    const earlier = this.#sessions.resultOf(session, sequence);
    if (earlier !== undefined) return earlier;
    const result = this.#change(change);
    this.#sessions.record(session, sequence, result);
    return result;
  }

  snapshot(): StoredState {
    return { values: [...this.#values], sessions: this.#sessions.snapshot() };
  }

  restore(state: StoredState | null): void {
    const { values, sessions } = state ?? { values: [], sessions: [] };
    this.#values = new Map(values);
    this.#sessions.restore(sessions);
  }

  #change(change: Change): Result {
    const { key } = change;
    const present = this.get(key);
    switch (change.change) {
      case "put":
        return this.#put(key, change.value);
      case "add":
        if (typeof present === "string") return { failure: `add: "${key}" was expected to be a number, got a string` };
        return this.#add(key, present ?? 0, change.by);
      case "remove":
        return { value: this.#values.delete(key) };
      default:
        return this.#swap(key, present, change);
    }
  }

  #add(key: string, present: number, by: number): Result {
    const sum = present + by;
    return Number.isFinite(sum) ? this.#put(key, sum) : { failure: `add: a finite sum was expected, got ${present} + ${by}` };
  }

  #swap(key: string, present: Value | null, { expected, value }: { expected: Value | null; value: Value }): Result {
    if (present !== expected) return { value: false };
    this.#values.set(key, value);
    return { value: true };
  }

  #put(key: string, value: Value): Result {
    this.#values.set(key, value);
    return { value };
  }
}
