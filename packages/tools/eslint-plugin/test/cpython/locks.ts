// asyncio-sync: Lock, Condition, Semaphore, Barrier.
import { Barrier, Condition, createTask, gather, Lock, run, Semaphore } from "asyncio-ts";

const lock = new Lock();
const condition = new Condition();
const semaphore = new Semaphore(10);
const shared = { ready: false };

function* byHand() {
  yield* lock.acquire();
  try {
    shared.ready = true;
  } finally {
    lock.release();
  }
}

function* withUsing() {
  using _ = yield* lock.acquire();
  using __ = yield* semaphore.acquire();
  yield* condition.use(function* () {
    condition.notifyAll();
  });
}

function* waiting() {
  yield* condition.use(() => condition.waitFor(() => shared.ready));
}

function* main() {
  const barrier = new Barrier(3);
  createTask(barrier.wait());
  createTask(barrier.wait());
  console.log(yield* barrier.wait());
  yield* gather(waiting(), byHand(), withUsing());
}

await run(main());
