/// <reference lib="dom" />
// Runs in the page that `measure-pages.ts` opens.
import { PageLoop, type PageLoopOptions, runInExecutor, WorkerExecutor } from "@asyncio-ts/browser";
import { createTask, gatherSettled, HostLoop, run, sleep } from "asyncio-ts";

/** The figures of a page under load. Times are milliseconds. */
export interface PageFigures {
  /** Frames a second. */
  frames: number;
  /** Steps of tasks a second. */
  steps: number;
  /** From each click to its listener. */
  clicks: number[];
  /** By which each `setTimeout` of the page was late. */
  timers: number[];
  /** By which each `sleep` of the loop was late. */
  sleeps: number[];
}

/** The figures of workers, in milliseconds. */
export interface WorkerFigures {
  /** From the first job of an executor to its result. */
  start: number;
  /** The mean of later jobs, one by one. */
  call: number;
  /** From the cancellation of a spinning job to the end of its worker, and to the result of the next job. */
  ended: number;
  next: number;
}

const CALLS = 1000;

/** Lets 1,000 tasks spin on a loop. `options` are those of a PageLoop; null is a plain HostLoop. */
async function underLoad(options: PageLoopOptions | null, ms: number): Promise<PageFigures> {
  const figures: PageFigures = { frames: 0, steps: 0, clicks: [], timers: [], sleeps: [] };
  const loop = options === null ? new HostLoop() : new PageLoop(options);
  const end = performance.now() + ms;
  let isOver = false;
  const button = document.querySelector("button")!;
  const onClick = ({ timeStamp }: MouseEvent) => figures.clicks.push(performance.now() - timeStamp);
  const onFrame = () => {
    figures.frames += 1000 / ms;
    if (!isOver) requestAnimationFrame(onFrame);
  };
  const onTimer = (due: number) => {
    figures.timers.push(performance.now() - due);
    if (!isOver) later();
  };
  const later = () => setTimeout(onTimer, 10, performance.now() + 10);
  button.addEventListener("click", onClick);
  requestAnimationFrame(onFrame);
  later();
  function* spin() {
    for (;;) {
      figures.steps += 1000 / ms;
      yield* sleep(0);
    }
  }
  await run(
    function* () {
      for (let n = 0; n < 1000; n++) createTask(spin());
      while (performance.now() < end) {
        const due = performance.now() + 10;
        yield* sleep(10);
        figures.sleeps.push(performance.now() - due);
      }
    },
    { loop },
  );
  isOver = true;
  button.removeEventListener("click", onClick);
  return figures;
}

async function inWorkers(grace: number): Promise<WorkerFigures> {
  const executor = new WorkerExecutor(observed, { maxWorkers: 1, grace });
  const add = { name: "add", args: [1, 2] };
  let ended = NaN;
  function observed(): Worker {
    const worker = new Worker("/worker.js", { type: "module" });
    const { terminate } = worker;
    worker.terminate = () => {
      if (Number.isNaN(ended)) ended = performance.now();
      terminate.call(worker);
    };
    return worker;
  }
  return await run(
    function* () {
      const began = performance.now();
      yield* runInExecutor(executor, add);
      const start = performance.now() - began;
      const before = performance.now();
      for (let n = 0; n < CALLS; n++) yield* runInExecutor(executor, add);
      const call = (performance.now() - before) / CALLS;
      const spinning = runInExecutor(executor, { name: "spin" });
      yield* sleep(50);
      const cancelled = performance.now();
      spinning.cancel();
      yield* gatherSettled(spinning);
      yield* runInExecutor(executor, add);
      const next = performance.now() - cancelled;
      executor.close();
      return { start, call, ended: ended - cancelled, next };
    },
    { loop: new PageLoop() },
  );
}

Object.assign(globalThis, { underLoad, inWorkers });
