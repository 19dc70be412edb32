import { isCoroutine, run } from "@asyncio-ts/tasks";
import type { JobControl } from "./job-control.ts";

/** A function of a job: a plain one, an async one or a coroutine function. */
export type JobBody = (...args: any[]) => unknown;

/** Calls the function of a job in its thread. A coroutine runs on a loop of its own. @throws the error of the function */
export async function callFunction(fn: JobBody, args: readonly unknown[], control: JobControl): Promise<unknown> {
  control.signal.throwIfAborted();
  const value: unknown = Reflect.apply(fn, control, args);
  return isCoroutine(value) ? run(value, { signal: control.signal }) : value;
}

/** Returns an export of a module that a job names. @throws TypeError if there is no such function; `text` names the job in it */
export function exportNamed(module: Readonly<Record<string, unknown>>, name: string, text: string): JobBody {
  const fn = Object.hasOwn(module, name) ? module[name] : undefined;
  if (typeof fn === "function") return fn as JobBody;
  const names = Object.keys(module).filter((other) => typeof module[other] === "function");
  const found = names.length === 0 ? "it exports no function" : `it exports ${names.join(", ")}`;
  throw new TypeError(`${text}: an exported function was expected, got ${typeof fn}; ${found}`);
}
