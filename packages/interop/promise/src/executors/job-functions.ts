import type { Coroutine } from "@asyncio-ts/tasks";

/** The exported functions of a module as coroutine functions that call them elsewhere: in another thread, in a worker. */
export type JobFunctions<M> = {
  readonly [Name in keyof M as M[Name] extends (...args: any[]) => unknown ? Name : never]: M[Name] extends (...args: infer A) => infer R
    ? (...args: A) => Coroutine<JobResult<R>>
    : never;
};

/** The result of a job if its function returns `R`: that of the coroutine or the promise, or `R` itself. */
export type JobResult<R> = R extends Generator<any, infer T, any> ? T : Awaited<R>;

/** Returns the functions of a module. `call` submits a job by name, and waits for its result. */
export function jobFunctions<M>(call: (name: string, args: unknown[]) => Coroutine<unknown>): JobFunctions<M> {
  const functions = new Map<string, (...args: unknown[]) => Coroutine<unknown>>();
  return new Proxy({} as JobFunctions<M>, {
    get(_, name) {
      // A module has no `then`, or `await` would call it.
      if (typeof name !== "string" || name === "then") return undefined;
      let fn = functions.get(name);
      if (fn === undefined) functions.set(name, (fn = (...args) => call(name, args)));
      return fn;
    },
  });
}
