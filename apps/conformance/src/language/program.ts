import type { Expression } from "./expression.ts";
import type { FlowStatement } from "./flow.ts";
import type { LoopStatement } from "./loop.ts";
import type { ScopeStatement } from "./scope.ts";
import type { SyncStatement } from "./sync.ts";
import type { TaskStatement } from "./task.ts";

/**
 * A program as data: what both interpreters run. Every program is valid: a statement about a slot that was never filled
 * does nothing, so that a shrinker may take away whatever it likes.
 */
export interface Program {
  /** `run`: the body is the main task's. `script`: the body drives the loop by hand, from outside of any task. */
  mode: "run" | "script";
  /** Tasks start eagerly unless their statement says otherwise. */
  eager?: boolean;
  /** In TypeScript every coroutine function is wrapped in `coroutine`. */
  marked?: boolean;
  body: Block;
}

export type Block = Statement[];

export type Statement = FlowStatement | TaskStatement | LoopStatement | ScopeStatement | SyncStatement | ScriptStatement;

/** What only a script may do. */
export type ScriptStatement = { op: "runForever" } | { op: "runUntil"; of: Expression };

/** The name under which a program keeps an object; "self" is the current task. */
export type Slot = string;
