import { drain, type Runnable, wake } from "./turns.ts";

/** An entry of the heap, which knows its place. */
export interface Timer {
  readonly deadline: number;
  readonly runnable: Runnable;
  slot: number;
}

/** A binary heap, the earliest deadline first. */
const heap: Timer[] = [];

/** Wakes a runnable after `ms` milliseconds. */
export function startTimer(ms: number, runnable: Runnable): Timer {
  const timer = { deadline: performance.now() + ms, runnable, slot: heap.length };
  heap.push(timer);
  rise(timer);
  return timer;
}

/** Cancels a timer. */
export function stopTimer(timer: Timer): void {
  const last = heap.pop()!;
  if (last === timer) return;
  last.slot = timer.slot;
  rise(last);
  sink(last);
}

/** Lets the host wake the tasks of the timers, until there are none. */
export function serveTimers(): void {
  if (heap.length === 0) return;
  setTimeout(() => {
    const now = performance.now();
    while (heap.length > 0 && heap[0]!.deadline <= now) {
      const [first] = heap as [Timer];
      stopTimer(first);
      wake(first.runnable);
    }
    drain();
    serveTimers();
  }, heap[0]!.deadline - performance.now());
}

function rise(timer: Timer): void {
  let { slot } = timer;
  for (; slot > 0; slot = (slot - 1) >> 1) {
    const parent = heap[(slot - 1) >> 1]!;
    if (parent.deadline <= timer.deadline) break;
    place(parent, slot);
  }
  place(timer, slot);
}

function sink(timer: Timer): void {
  let { slot } = timer;
  for (let below = 2 * slot + 1; below < heap.length; below = 2 * slot + 1) {
    if (below + 1 < heap.length && heap[below + 1]!.deadline < heap[below]!.deadline) below++;
    const child = heap[below]!;
    if (timer.deadline <= child.deadline) break;
    place(child, slot);
    slot = below;
  }
  place(timer, slot);
}

function place(timer: Timer, slot: number): void {
  heap[slot] = timer;
  timer.slot = slot;
}
