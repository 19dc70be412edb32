import type { Fault } from "../fault.ts";

export const tasksFaults: Fault[] = [
  {
    name: "callbacks are called inline",
    package: "tasks",
    find: "this._loop.enqueue(this);\n\t\treturn null;",
    replace: "this.run();\n\t\treturn null;",
  },
  {
    name: "a callback on a done future is called inline",
    package: "tasks",
    find: "this._loop.enqueue(new LateCallback(this, waiter))",
    replace: "waiter.settled(this)",
  },
  {
    name: "waiters are woken last come, first served",
    package: "tasks",
    find: "for (const waiter of waiters) tell(waiter, this)",
    replace: "for (const waiter of waiters.reverse()) tell(waiter, this)",
  },
  {
    name: "the message of a cancelled future is lost",
    package: "tasks",
    find: ", message);\n\t\treturn true;\n\t}\n\taddDoneCallback",
    replace: ", void 0);\n\t\treturn true;\n\t}\n\taddDoneCallback",
  },
  {
    name: "every awaiter gets the very error that a cancelled task threw",
    package: "tasks",
    find: "this._value = void 0;\n\t\treturn error;",
    replace: "return error;",
  },
  {
    name: "a cancel that was passed on is remembered as well",
    package: "tasks",
    find: "if (this._waiting !== null && this._cancelAwaited(this._waiting, message)) return true;",
    replace: "if (this._waiting !== null) this._cancelAwaited(this._waiting, message);",
  },
  {
    name: "uncancel leaves the request standing",
    package: "tasks",
    find: "if (--rare.cancels === 0) rare.mustCancel = false;",
    replace: "--rare.cancels;",
  },
  {
    name: "a task that cancels itself and returns ends with its result",
    package: "tasks",
    find: "if (rare.mustCancel) {",
    replace: "if (false) {",
  },
  {
    name: "a cancel after the wake-up lets the result through",
    package: "tasks",
    find: "if (!rare.mustCancel) return thrown;",
    replace: "if (!rare.mustCancel || waited !== null) return thrown;",
  },
  {
    name: "sleep(0) costs no pass",
    package: "tasks",
    find: "if (this.begun) return finish(",
    replace: "return finish(",
  },
  {
    name: "gather counts an awaitable twice that was given twice",
    package: "tasks",
    find: "this.#unfinished = distinct.size;",
    replace: "this.#unfinished = awaitables.length;",
  },
  {
    name: "a cancelled gather forgets that it was",
    package: "tasks",
    find: "if (asked) this.#cancelRequested = true;",
    replace: "",
  },
  {
    name: "shield lets a cancel through",
    package: "tasks",
    find: "inner._addWaiter(this.#log);",
    replace: "inner.cancel();",
  },
  {
    name: "a time limit keeps its request to cancel",
    package: "tasks",
    find: "this.#task.uncancel() <= this.#cancelling",
    replace: "this.#task.cancelling() - 1 <= this.#cancelling",
  },
  {
    name: "a deadline of just now waits for a timer",
    package: "tasks",
    find: "if (when > now)",
    replace: "if (when >= now)",
  },
  {
    name: "wait takes a cancelled future for a failed one",
    package: "tasks",
    find: '"FIRST_EXCEPTION" || future._state ===',
    replace: '"FIRST_EXCEPTION" || -1 ===',
  },
  {
    name: "a task group puts the body's error first",
    package: "tasks",
    find: "this.#errors.push(body.thrown)",
    replace: "this.#errors.unshift(body.thrown)",
  },
  {
    name: "a task group forgets to take its own cancel back",
    package: "tasks",
    find: "this.#parentCancelRequested && parent.uncancel() === 0",
    replace: "this.#parentCancelRequested && parent.cancelling() === 1",
  },
  {
    name: "a finished task group takes new tasks",
    package: "tasks",
    find: "if (this.#exiting &&",
    replace: "if (false &&",
  },
  {
    name: "asCompleted gives up in silence",
    package: "tasks",
    find: "if (future === null) throw new TimeoutError();",
    replace: "",
  },
];
