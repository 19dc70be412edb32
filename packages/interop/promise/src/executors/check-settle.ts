import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import type { Settle } from "./executor.ts";

/** Checks the argument of `submit` that receives the end of the job. @throws TypeError where a future is expected of `submit` itself */
export function checkSettle(caller: string, settle: Settle<any>): void {
  const { result, error, cancelled } = (settle ?? {}) as Partial<Settle<any>>;
  if ([result, error, cancelled].every((method) => typeof method === "function")) return;
  throw wrongArgument(caller, "an object with result(), error() and cancelled() (runInExecutor returns a future)", settle);
}
