import * as loop from "@asyncio-ts/loop/lowlevel";
import * as tasks from "@asyncio-ts/tasks";
import * as lowlevel from "@asyncio-ts/tasks/lowlevel";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import type { Sync } from "./exercises.ts";

/** A fault: a piece of the built code, and the wrong piece in its place. Blanks stand for any white space. */
type Fault = readonly [from: string, to: string];

/** The faults by the primitive that shows them. */
export const faults: Record<string, Record<string, Fault>> = {
  Lock: {
    "a cancelled waiter keeps its wake-up": ["if (this.primitive._holder === null) this.wakeFirst();", ""],
    "a newcomer overtakes waiters": ["lock._holder !== null || this.live > 0", "lock._holder !== null"],
    "a release wakes no waiter": ["this._holder = null; this.#waiters.wakeFirst();", "this._holder = null;"],
    "a woken waiter stays in the list": [
      "retry(entry) { this.remove(entry); return null; } take(permit)",
      "retry(entry) { return null; } take(permit)",
    ],
    "a cancelled waiter stays in the list": [
      "this.remove(entry); if (this.primitive._holder === null)",
      "if (this.primitive._holder === null)",
    ],
    "everybody gets in": ["return lock._holder !== null || this.live > 0 ?", "return false ?"],
    "cancelled waiters are counted off twice": [
      "entry.before = entry.after = null; this.size--; if (entry.cancelled()) this.cancelled--;",
      "entry.before = entry.after = null; this.size--;",
    ],
    "a wake-up goes to a waiter that is done": ["if (this.first !== null && !this.first.done())", "if (this.first !== null)"],
  },
  Queue: {
    "a cancelled getter keeps its wake-up": [
      "this.removeAbandoned(entry, !this.primitive.empty());",
      "this.removeAbandoned(entry, false);",
    ],
    "a cancelled putter keeps its wake-up": ["this.removeAbandoned(entry, !this.primitive.full());", "this.removeAbandoned(entry, false);"],
    "a getter does not look again": [
      "this.primitive._enqueueIn(this) : null; } retry() { return this.enqueue(); } take() {",
      "this.primitive._enqueueIn(this) : null; } retry() { return null; } take() {",
    ],
    "a putter does not look again": [
      "this.primitive._enqueueIn(this) : null; } retry() { return this.enqueue(); } take(item) {",
      "this.primitive._enqueueIn(this) : null; } retry() { return null; } take(item) {",
    ],
    "an item wakes no getter": ["this.#finished.clear(); this.#getters.removeAndWakeNext();", "this.#finished.clear();"],
    "room wakes no putter": ["const item = this.#items.pop(); this.#putters.removeAndWakeNext();", "const item = this.#items.pop();"],
    "a wake-up is spent on a cancelled waiter": [
      "if (this.canWake(entry)) return entry.setResult();",
      "return this.canWake(entry) ? entry.setResult() : undefined;",
    ],
    "the last getter is served first": [
      "this.primitive.empty() ? this.primitive._enqueueIn(this) : null",
      "this.primitive.empty() ? (this.size > 0 && this.removeAndWakeNext(), this.primitive._enqueueIn(this)) : null",
    ],
    "items are not counted": ["this.#unfinished++;", ""],
    "join() is never told": ["if (--this.#unfinished === 0) this.#finished.set();", "--this.#unfinished;"],
    "a shutdown forgets the getters": ["while (this.#getters.size > 0) this.#getters.removeAndWakeNext();", ""],
    "getters wait in a queue that was shut down": [
      "if (this.#isShutdown) throw this.#shutDownError(); return waiters.add",
      "return waiters.add",
    ],
  },
  Semaphore: {
    "a cancelled waiter keeps its permit": ["if (entry.done() && !entry.cancelled()) this.primitive._value++;", ""],
    "a release wakes no waiter": ["this._value++; this.#waiters.grantNext();", "this._value++;"],
    "a permit is given twice": ["if (granted) this.primitive._value--;", ""],
  },
  BoundedSemaphore: {
    "a release too many is accepted": ["if (this._value >= this.#bound)", "if (this._value > this.#bound)"],
    "the bound is forgotten": ["this.#bound = value;", "this.#bound = Infinity;"],
  },
  Event: {
    "set() wakes one waiter": ["while (this.#waiters.wakeNext());", "this.#waiters.wakeNext();"],
    "set() does not last": ["this.#value = true; while", "while"],
  },
  Condition: {
    "a cancelled waiter keeps its notification": ["this.#notify(1);", ""],
    "a cancelled waiter does not take the lock again": [
      "if (!(error instanceof CancelledError)) throw error; cancelled = error;",
      "throw error; cancelled = error;",
    ],
    "wait() does not release the lock": ["const loop = this._getLoop(); this.release();", "const loop = this._getLoop();"],
  },
  Barrier: {
    "a round never ends": ["if (this.#count > 0) return;", "return;"],
    "a task that has left is still counted": ["} finally { this.#count--;", "} finally {"],
    "a newcomer joins the round before": ['this.#state === "filling" || this.#state === "broken"', "true"],
  },
  LifoQueue: {
    "first in, first out": ["pop() { return this.#items.pop(); }", "pop() { return this.#items.shift(); }"],
    "the storage is that of a queue": ["new Stack()", "undefined"],
  },
  PriorityQueue: {
    "an item does not rise": ["while (index > 0 && this.#isLess(item, items[parentOf(index)]))", "while (false)"],
    "the greater child rises": ["!this.#isLess(items[child], items[child + 1])", "this.#isLess(items[child], items[child + 1])"],
  },
};

const require = createRequire(import.meta.url);

/** The built entry with the code of the primitives. The other one may only re-export it. */
const built = ["@asyncio-ts/sync", "@asyncio-ts/sync/lowlevel"]
  .map((entry) => readFileSync(require.resolve(entry), "utf8"))
  .find((text) => text.includes("class Queue "))!;
const modules: Record<string, object> = {
  "@asyncio-ts/loop/lowlevel": loop,
  "@asyncio-ts/tasks": tasks,
  "@asyncio-ts/tasks/lowlevel": lowlevel,
};

/** Returns the package of primitives with a fault. @throws Error if the built code has no such piece, or has it twice */
export function mutant([from, to]: Fault): Sync {
  const pattern = new RegExp(from.split(" ").map(escape).join("\\s+"), "g");
  const places = built.match(pattern)?.length ?? 0;
  if (places !== 1) throw new Error(`mutant: one place was expected in the built code for \`${from}\`, got ${places}`);
  return evaluate(built.replace(pattern, () => to));
}

/** Evaluates the text of the built package. */
function evaluate(text: string): Sync {
  const body = text
    .replaceAll(
      /^import \{(.*)\} from (".*");$/gm,
      (_, names: string, from: string) => `const {${names.replaceAll(" as ", ": ")}} = modules[${from}];`,
    )
    .replace(/^export \{(.*)\};$/m, (_, names: string) => `return {${names.replaceAll(/(\w+) as (\w+)/g, "$2: $1")}};`);
  // oxlint-disable-next-line typescript/no-implied-eval -- the text is the package's own build
  return new Function("modules", body)(modules) as Sync;
}

function escape(text: string): string {
  return text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
}
