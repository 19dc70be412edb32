import { type Fault, faultsByFile } from "../fault.ts";

export const syncFaults: Fault[] = faultsByFile({
  "packages/core/sync/src/lock.ts": [
    {
      name: "a released lock goes to a newcomer before the waiters",
      in: "LockWaiters.enqueue",
      find: "this.live > 0",
      replace: "false",
    },
    {
      name: "a released lock is handed over",
      in: "Lock.release",
      find: "this._holder = null",
      replace: "if (this.#waiters.live === 0) this._holder = null",
    },
    {
      name: "a cancelled waiter of a lock keeps its wake-up",
      in: "LockWaiters.abandon",
      find: "this.primitive._holder === null",
      replace: "false",
    },
  ],
  "packages/core/sync/src/wait-list.ts": [
    { name: "a cancelled waiter still counts as waiting", in: "WaitEntry.cancel", find: "this.list.cancelled++", replace: "{}" },
    {
      name: "a waiter between two others is not removed",
      in: "WaitList.remove",
      find: "!entry.isListed",
      replace: "!entry.isListed || (entry.before !== null && entry.after !== null)",
    },
    {
      name: "a cancelled waiter of a queue keeps its wake-up",
      in: "WaitList.removeAbandoned",
      find: "this.removeAndWakeNext();",
      replace: "{}",
    },
  ],
  "packages/core/sync/src/semaphore.ts": [
    {
      name: "a cancelled waiter of a semaphore keeps its permit",
      in: "PermitWaiters.abandon",
      find: "this.primitive._value++",
      replace: "{}",
    },
    { name: "a newcomer takes a permit before the waiters", in: "Semaphore.locked", find: "this.#waiters.live > 0", replace: "false" },
    {
      name: "waiters that queued while permits were free are forgotten",
      in: "PermitWaiters.grantAll",
      find: "while (this.primitive._value > 0 && this.grantNext())",
      replace: "",
    },
    {
      name: "a bounded semaphore takes one permit too many",
      in: "BoundedSemaphore.release",
      find: ">= this.#bound",
      replace: "> this.#bound",
    },
  ],
  "packages/core/sync/src/event.ts": [
    { name: "clearing an event stops its woken waiters", in: "Event.wait", find: "if (!this.#value)", replace: "while (!this.#value)" },
    {
      name: "setting an event wakes one waiter",
      in: "Event.set",
      find: "while (this.#waiters.wakeNext())",
      replace: "this.#waiters.wakeNext()",
    },
  ],
  "packages/core/sync/src/condition.ts": [
    {
      name: "a condition gives up its lock at a second cancel",
      in: "Condition.#reacquire",
      find: "cancelled = error",
      replace: "throw error",
    },
    { name: "a condition throws the first cancel", in: "Condition.#reacquire", find: "cancelled = error", replace: "cancelled ??= error" },
    {
      name: "a condition takes its lock under another permit",
      in: "Condition.#reacquire",
      find: "this.#lock._acquireWith(permit)",
      replace: "this.acquire()",
    },
    { name: "a cancelled waiter of a condition keeps its notification", in: "Condition.wait", find: "this.#notify(1)", replace: "" },
    { name: "a condition wakes one waiter too many", in: "Condition.#notify", find: "woken < n", replace: "woken <= n" },
  ],
  "packages/core/sync/src/barrier.ts": [
    {
      name: "a barrier counts its indices down",
      in: "Barrier.#arriveAndWait",
      find: "return index",
      replace: "return this.parties - 1 - index",
    },
    {
      name: "a reset leaves the tasks at a barrier waiting",
      in: "Barrier.reset",
      find: `this.#count > 0 ? "resetting" : "filling"`,
      replace: `"filling"`,
    },
    { name: "a broken barrier is repaired once it is empty", in: "Barrier.#exit", find: ": this.#state", replace: `: "filling"` },
    {
      name: "a task that comes while a barrier drains is let in",
      in: "Barrier.#block",
      find: `this.#state === "filling"`,
      replace: `this.#state !== "resetting"`,
    },
  ],
  "packages/core/sync/src/queue.ts": [
    { name: "taking an item wakes no putter", in: "Queue.getNowait", find: "this.#putters.removeAndWakeNext()", replace: "" },
    { name: "a woken putter does not check again", in: "Putters.retry", find: "this.enqueue()", replace: "null" },
    { name: "an immediate shutdown keeps the items", in: "Queue.shutdown", find: "this.#discardItems()", replace: "" },
    { name: "dropped items stay unfinished", in: "Queue.#discardItems", find: "this.#unfinished--", replace: "" },
    { name: "a shutdown leaves putters waiting", in: "Queue.shutdown", find: "this.#putters.size > 0", replace: "false" },
    { name: "a new item does not block join", in: "Queue.putNowait", find: "this.#finished.clear()", replace: "" },
  ],
  "packages/core/sync/src/heap.ts": [
    {
      name: "of equal children in a heap the left one rises",
      in: "Heap.pop",
      find: "!this.#isLess(items[child]!, items[child + 1]!)",
      replace: "this.#isLess(items[child + 1]!, items[child]!)",
    },
    {
      name: "an item passes its equals in a heap",
      in: "Heap.push",
      find: "this.#isLess(item, items[parentOf(index)]!)",
      replace: "!this.#isLess(items[parentOf(index)]!, item)",
    },
  ],
});
