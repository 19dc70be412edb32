import { type Fault, faultsByFile } from "../fault.ts";

export const tasksFaults: Fault[] = faultsByFile({
  "packages/core/tasks/src/kernel/future.ts": [
    { name: "the message of a cancelled future is lost", in: "Future.cancel", find: "CANCELLED, message", replace: "CANCELLED, undefined" },
    {
      name: "each awaiter gets the same error object that a cancelled task threw",
      in: "Future._cancelledError",
      find: "this._value = undefined",
      replace: "",
    },
  ],
  "packages/core/tasks/src/kernel/waiter.ts": [
    {
      name: "a callback on a done future is called inline",
      in: "addWaiter",
      find: "future._loop._enqueue(new Notification(future, waiter, true))",
      replace: "waiter.futureDone(future)",
    },
    {
      name: "callbacks are called inline",
      in: "notifyWaiter",
      find: "future._loop._enqueue(new Notification(future, waiter, false))",
      replace: "new Notification(future, waiter, false).run()",
    },
    { name: "waiters are woken last in, first out", in: "notifyWaiters", find: "of waiters", replace: "of waiters.reverse()" },
  ],
  "packages/core/tasks/src/kernel/cancel-chain.ts": [
    {
      name: "a cancel that was passed on is remembered as well",
      in: "cancelChain",
      find: "if (refused) remember(task, message)",
      replace: "remember(first, message)",
    },
  ],
  "packages/core/tasks/src/kernel/task.ts": [
    { name: "uncancel keeps the request", in: "Task.uncancel", find: "extras.mustCancel = false", replace: "" },
    {
      name: "a task that cancels itself and returns ends with its result",
      in: "Task._finishWithExtras",
      find: "if (extras.mustCancel)",
      replace: "if (false)",
    },
  ],
  "packages/core/tasks/src/kernel/step.ts": [
    {
      name: "a cancel after the wake-up lets the result through",
      in: "takePendingError",
      find: "!extras.mustCancel",
      replace: "(!extras.mustCancel || task._waiting !== null)",
    },
  ],
  "packages/core/tasks/src/combinators/sleep.ts": [
    { name: "sleep(0) takes no pass", in: "BareYield.next", find: "if (this.stage !== NEW)", replace: "" },
  ],
  "packages/core/tasks/src/combinators/gather.ts": [
    {
      name: "gather counts a repeated awaitable twice",
      in: "GatherFuture.gather",
      find: "this.#unfinished = distinct.size",
      replace: "this.#unfinished = awaitables.length",
    },
    { name: "a cancelled gather forgets the request", in: "GatherFuture.cancel", find: "this.#cancelRequested = true;", replace: "{}" },
  ],
  "packages/core/tasks/src/combinators/shield.ts": [
    {
      name: "shield lets a cancel through",
      in: "OuterWatch.futureDone",
      find: "addWaiter(inner, this.#report)",
      replace: "inner.cancel()",
    },
  ],
  "packages/core/tasks/src/combinators/timeout.ts": [
    {
      name: "a timeout keeps its request to cancel",
      in: "Timeout.#uncancel",
      find: "this.#task.uncancel()",
      replace: "this.#task.cancelling() - 1",
    },
    { name: "a deadline of the present time waits for a timer", in: "Timeout.#schedule", find: "when > now", replace: "when >= now" },
  ],
  "packages/core/tasks/src/combinators/wait.ts": [
    {
      name: "wait takes a cancelled future for a failed one",
      in: "Completion.#returnsAt",
      find: "future._state === CANCELLED",
      replace: "false",
    },
  ],
  "packages/core/tasks/src/combinators/task-group.ts": [
    { name: "a task group puts the body's error first", in: "TaskGroup._exit", find: "this.#errors.push", replace: "this.#errors.unshift" },
    {
      name: "a task group keeps its own request to cancel",
      in: "TaskGroup._exit",
      find: "parent.uncancel() === 0",
      replace: "parent.cancelling() === 1",
    },
    { name: "a finished task group takes new tasks", in: "TaskGroup.createTask", find: "this.#exiting", replace: "false" },
  ],
  "packages/core/tasks/src/combinators/as-completed.ts": [
    {
      name: "asCompleted ends without its TimeoutError",
      in: "AsCompleted.#one",
      find: `throw new TimeoutError("asCompleted: the timeout has passed, and not all awaitables are done")`,
      replace: "{}",
    },
  ],
});
