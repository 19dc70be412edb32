import type { ContextVar, ExceptionContext } from "asyncio-ts";
import type { Variable } from "../language/loop.ts";
import type { Slot } from "../language/program.ts";
import type { Api, Future, Loop, Task } from "./api.ts";
import { Errors } from "./errors.ts";

/** What one run of one program knows: its loop, its named objects, and the trace. */
export class World {
  readonly api: Api;
  readonly loop: Loop;
  readonly trace: unknown[] = [];
  readonly errors: Errors = new Errors();
  readonly variables: Record<Variable, ContextVar<number | null>>;
  /** The exceptions that nobody has seen; when they are reported is left to each side. */
  readonly unretrieved: unknown[] = [];
  readonly #objects = new Map<Slot, unknown>();
  readonly #labels = new Map<unknown, Slot>();

  constructor(api: Api, loop: Loop) {
    this.api = api;
    this.loop = loop;
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

  /** What a slot holds; undefined when it was never filled. Each letter stands for one kind of object. */
  // oxlint-disable-next-line typescript/no-unnecessary-type-parameters
  get<T>(slot: Slot): T | undefined {
    return (slot === "self" ? (this.currentTask() ?? undefined) : this.#objects.get(slot)) as T | undefined;
  }

  task(slot: Slot): Task | undefined {
    const target = this.get<Future>(slot);
    return target instanceof this.api.Task ? target : undefined;
  }

  /** Default names count tasks of the whole process: they show as just `Task`. */
  name(task: Task): string {
    const name = task.getName();
    return name.startsWith("Task-") ? "Task" : name;
  }

  /** A result as JSON; futures by their name, errors by kind. */
  tell(value: unknown): unknown {
    if (value === undefined || value === null || typeof value !== "object") return value ?? null;
    if (value instanceof this.api.Task) return this.name(value);
    if (value instanceof this.api.Future) return this.#labels.get(value) ?? "future";
    if (value instanceof Error) return this.errors.tell(value);
    if (Array.isArray(value)) return value.map((item) => this.tell(item));
    if (value instanceof Set) return this.tell([...value]);
    if (Symbol.dispose in value) return true;
    if ("status" in value) return this.tell("value" in value ? value.value : (value as PromiseRejectedResult).reason);
    if ("done" in value && "pending" in value) return this.tell([value.done, value.pending]);
    return `unknown: ${String(value)}`;
  }

  /** Takes out the reports whose time is left to each side; true when this was one. */
  sift({ message, exception }: ExceptionContext): boolean {
    const unretrieved = message.endsWith("exception was never retrieved");
    if (unretrieved) this.unretrieved.push(this.errors.kind(exception));
    return unretrieved || message.startsWith("Task was destroyed");
  }

  /** Records what a call gives or throws, where an error should not end the program. */
  attempt(event: string, values: unknown[], call: () => unknown): void {
    let told;
    try {
      told = this.tell(call());
    } catch (error) {
      told = this.errors.tell(error);
    }
    this.record(event, ...values, told);
  }
}
