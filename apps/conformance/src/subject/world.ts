import { readable } from "@asyncio-ts/test-helpers/page-messages";
import type { ContextVar, ExceptionContext } from "asyncio-ts";
import type { Variable } from "../language/loop.ts";
import type { Slot } from "../language/program.ts";
import type { Api, Future, Loop, Task } from "./api.ts";
import { Errors } from "./errors.ts";
import { latin1 } from "./latin1.ts";
import type { Peers } from "./peer-loop.ts";

/** The state of one run of one program: its loop, its named objects, its trace. */
export class World {
  readonly api: Api;
  readonly loop: Loop;
  /** The peers of the loop, in a program that connects. */
  readonly peers: Peers | null;
  readonly trace: unknown[] = [];
  readonly errors: Errors = new Errors();
  readonly variables: Record<Variable, ContextVar<number | null>>;
  /** The exceptions that were never retrieved. The time of their reports is not compared. */
  readonly unretrieved: unknown[] = [];
  readonly #objects = new Map<Slot, unknown>();
  readonly #labels = new Map<unknown, Slot>();

  constructor(api: Api, loop: Loop, peers: Peers | null) {
    this.api = api;
    this.loop = loop;
    this.peers = peers;
    this.variables = { v: new api.ContextVar<number | null>("v", { default: 0 }), w: new api.ContextVar<number | null>("w") };
  }

  currentTask(): Task | null {
    return this.api.LoopCore.running() === null ? null : this.api.currentTask();
  }

  record(event: string, ...values: unknown[]): void {
    const task = this.currentTask();
    this.trace.push([this.loop.time(), task === null ? "" : this.name(task), event, ...values]);
  }

  put(slot: Slot, thing: unknown): void {
    this.#objects.set(slot, thing);
    if (!this.#labels.has(thing)) this.#labels.set(thing, slot);
  }

  /** Returns the object in a slot, undefined if it is empty. The letter of a slot decides the type of its objects. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  get<T>(slot: Slot): T | undefined {
    return (slot === "self" ? (this.currentTask() ?? undefined) : this.#objects.get(slot)) as T | undefined;
  }

  task(slot: Slot): Task | undefined {
    const target = this.get<Future>(slot);
    return target instanceof this.api.Task ? target : undefined;
  }

  /** Returns the name of a task. Default names count all tasks of the process, so they appear as `Task`. */
  name(task: Task): string {
    const name = task.getName();
    return name.startsWith("Task-") ? "Task" : name;
  }

  /** Describes a result as JSON: futures by name, errors by kind. */
  describe(value: unknown): unknown {
    if (value === undefined || value === null || typeof value !== "object") return value ?? null;
    if (value instanceof this.api.Task) return this.name(value);
    if (value instanceof this.api.Future) return this.#labels.get(value) ?? "future";
    if (value instanceof Error) return this.errors.describe(value);
    if (Array.isArray(value)) return value.map((item) => this.describe(item));
    if (value instanceof Set) return this.describe([...value]);
    if (value instanceof Uint8Array) return latin1(value);
    if (Symbol.dispose in value) return true;
    if ("status" in value) return this.describe("value" in value ? value.value : (value as PromiseRejectedResult).reason);
    if ("done" in value && "pending" in value) return this.describe([value.done, value.pending]);
    return `unknown: ${String(value)}`;
  }

  /** Keeps a report out of the trace if its time is not compared. Returns whether this is the case. */
  setAside({ message, exception }: ExceptionContext): boolean {
    const text = readable(message);
    const unretrieved = text.endsWith("exception was never retrieved");
    if (unretrieved) this.unretrieved.push(this.errors.kind(exception));
    return unretrieved || text.startsWith("Task was destroyed");
  }

  /** Records the result or the error of a call. The error does not end the program. */
  attempt(event: string, values: unknown[], call: () => unknown): void {
    let outcome;
    try {
      outcome = this.describe(call());
    } catch (error) {
      outcome = this.errors.describe(error);
    }
    this.record(event, ...values, outcome);
  }
}
