import { Script } from "node:vm";
import { shared } from "@asyncio-ts/loop/lowlevel";

/** The wait that the script calls. Scripts see only globals. */
const call: { wait: () => void } = shared("interruptible wait", () => ({ wait: () => {} }));

/** Only the wait is inside the script, so that Ctrl-C never breaks into the code of the program. */
const script: Script = new Script('globalThis[Symbol.for("asyncio-ts/1 interruptible wait")].wait()', { filename: "interruptible-wait" });

/**
 * Waits until a counter differs from `seen`, for at most `ms` milliseconds, or until Ctrl-C.
 *
 * @returns true after Ctrl-C
 */
export function waitOrInterrupt(counter: Int32Array, seen: number, ms: number): boolean {
  call.wait = () => void Atomics.wait(counter, 0, seen, ms);
  try {
    script.runInThisContext({ breakOnSigint: true });
    return false;
  } catch (error) {
    if ((error as { code?: unknown }).code === "ERR_SCRIPT_EXECUTION_INTERRUPTED") return true;
    throw error;
  }
}
