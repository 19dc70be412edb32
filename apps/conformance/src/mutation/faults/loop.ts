import { type Fault, faultsByFile } from "../fault.ts";

export const loopFaults: Fault[] = faultsByFile({
  "packages/core/loop/src/scheduling/timer-heap.ts": [
    { name: "equal deadlines come in the wrong order", in: "earlier", find: "a.order < b.order", replace: "a.order > b.order" },
  ],
  "packages/core/loop/src/scheduling/handle.ts": [
    { name: "a cancelled timer stays in the timer heap", in: "TimerHandle.cancel", find: "this._loop._unschedule(this)", replace: "" },
  ],
  "packages/core/loop/src/scheduling/scheduler.ts": [
    {
      name: "a pass also runs the callbacks that it schedules",
      in: "Scheduler.#runPass",
      find: "this.left--",
      replace: "this.left = ready.length - 1",
    },
  ],
  "packages/core/loop/src/execution/context.ts": [
    { name: "contexts are shared instead of copied", in: "captureContext", find: "context.copy()", replace: "context" },
  ],
});
