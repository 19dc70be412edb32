import type { TaskSnapshot } from "./snapshot.ts";

/** Returns the object that a task waits for as text. */
export function waitText({ waitsFor }: TaskSnapshot, tasks: readonly TaskSnapshot[]): string {
  if (waitsFor === null) return "";
  const { holder, remaining, text } = waitsFor;
  if (remaining !== null) return `${text}, ${Math.round(remaining).toLocaleString("en")} ms left`;
  return holder === null ? text : `${text}, held by ${tasks[holder]!.name}`;
}

/** Files of asyncio-ts, as installed and in its repository. */
const OWN = /[/\\](?:@asyncio-ts|packages[/\\]core)[/\\](?:loop|promise|streams|sync|tasks)[/\\]dist[/\\]/;

/** Returns the innermost call of a task in a file of the program, without the folders above the present one. */
export function placeText({ stack }: TaskSnapshot): string {
  return (stack.find((call) => !OWN.test(call)) ?? stack[0] ?? "").replaceAll("file://", "").replaceAll(`${process.cwd()}/`, "");
}

/** Returns the state of a task as text. */
export function stateText({ cancelling, state }: TaskSnapshot): string {
  return cancelling > 0 ? `${state}, cancelling` : state;
}
