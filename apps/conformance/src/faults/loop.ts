import type { Fault } from "../fault.ts";

export const loopFaults: Fault[] = [
  {
    name: "equal deadlines in the wrong order",
    package: "loop",
    find: "a.order < b.order",
    replace: "a.order > b.order",
  },
  {
    name: "a cancelled timer still stops the clock",
    package: "loop",
    find: "this._loop.unschedule(this);",
    replace: "",
  },
  {
    name: "a pass also runs what it schedules",
    package: "loop",
    find: "while (this.#left > 0) {\n\t\t\tthis.#left--;\n",
    replace: "while (ready.length > 0) {\n\t\t\tthis.#left = 0;\n",
  },
  {
    name: "contexts are shared in place of copied",
    package: "loop",
    find: "? null : context.copy()",
    replace: "? null : context",
  },
];
