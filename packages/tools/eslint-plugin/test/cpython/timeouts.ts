// asyncio-task, Timeouts: a limit, a limit that is moved, and wait_for.
import { getRunningLoop, run, sleep, timeout, TimeoutError, waitFor } from "asyncio-ts";

function* eternity() {
  yield* sleep(3_600_000);
  console.log("yay!");
}

function* main() {
  try {
    yield* timeout(10_000, function* () {
      yield* eternity();
    });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
    console.log("The long operation timed out, but we've handled it.");
  }

  let expired = false;
  try {
    yield* timeout(null, function* (scope) {
      scope.reschedule(getRunningLoop().time() + 10_000);
      try {
        yield* eternity();
      } finally {
        expired = scope.expired();
      }
    });
  } catch (error) {
    if (!(error instanceof TimeoutError)) throw error;
  }
  if (expired) console.log("Looks like we haven't finished on time.");

  try {
    yield* waitFor(eternity(), 1000);
  } catch (error) {
    if (error instanceof TimeoutError) console.log("timeout!");
    else throw error;
  }
}

await run(main());
