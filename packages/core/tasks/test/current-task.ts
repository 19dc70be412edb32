import { currentTask } from "@asyncio-ts/tasks";

/** Returns the number of cancellation requests that the current task has received and not taken back. */
export function cancelling(): number {
  return currentTask()!.cancelling();
}
