import type { Expression } from "./expression.ts";
import type { FlowStatement } from "./flow.ts";
import type { LoopStatement } from "./loop.ts";
import type { ScopeStatement } from "./scope.ts";
import type { StreamStatement } from "./stream.ts";
import type { SyncStatement } from "./sync.ts";
import type { TaskStatement } from "./task.ts";

/**
 * A program as data, which both interpreters run. Every program is valid, because a statement about an empty slot does nothing.
 * So the shrinker may remove any part.
 */
export interface Program {
  /** `run`: the main task runs the body. `script`: the body drives the loop by hand, outside of all tasks. */
  mode: "run" | "script";
  /** Whether tasks start eagerly by default. */
  eager?: boolean;
  /** Whether the TypeScript side wraps each coroutine function in `coroutine`. */
  marked?: boolean;
  /** Whether the program connects to scripted peers. */
  connects?: boolean;
  body: Block;
}

export type Block = Statement[];

export type Statement = FlowStatement | TaskStatement | LoopStatement | ScopeStatement | SyncStatement | StreamStatement | ScriptStatement;

/** Statements for scripts only. */
export type ScriptStatement = { op: "runForever" } | { op: "runUntil"; of: Expression };

/** The name under which a program keeps an object. "self" stands for the current task. */
export type Slot = string;
