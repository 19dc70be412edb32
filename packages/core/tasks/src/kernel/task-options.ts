import type { Context } from "@asyncio-ts/loop";

/** Options of `createTask`, `loop.createTask` and `group.createTask`. */
export interface TaskOptions {
  /** The name; `Task-N` by default. */
  name?: string | undefined;
  /** The context of the steps, not copied; a copy of the current one by default. */
  context?: Context | undefined;
  /** Whether to begin at once, inside the creator's step. Ignored unless the task's loop is the running one. */
  eagerStart?: boolean | undefined;
}
