import { requireRoom } from "../coroutines/stack-room.ts";

/** KB. V8 wants 40 KB of stack to compile a function at its first call, so the kernel's part of a step may take that. */
const ROOM = 48;

/** The eager steps inside each other that need no check, because a check costs more than such a step. */
const FEW = 8;

/** The eager steps that run inside each other. */
export const eagerSteps: { nested: number } = { nested: 0 };

/**
 * Throws now if the kernel's part of an eager step could overflow the stack. That part keeps lists and counters, so it must not
 * be cut short.
 *
 * @throws RangeError if little of the stack is left
 */
export function reserveStack(): void {
  if (eagerSteps.nested > FEW) requireRoom(ROOM);
}
