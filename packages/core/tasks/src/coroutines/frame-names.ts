/** Matches the name of a function of ours among the program's coroutines. The group is the name shown in stacks. */
export const FRAME_NAME: RegExp = /asyncio-ts (\w*)/;

/**
 * Names a function of ours that appears among the program's coroutines in a stack, and returns it.
 *
 * @param name the name shown in stacks; empty, the default, hides the function
 */
export function nameFrame<F extends object>(fn: F, name = ""): F {
  return Object.defineProperty(fn, "name", { value: `asyncio-ts ${name}` });
}
