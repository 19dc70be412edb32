import { CancelledError, type Coroutine, gatherSettled, sleep } from "asyncio-ts";
import { toPromise } from "@asyncio-ts/promise";
// A promise that is returned inside a `try` is not awaited there, so its rejection misses the `catch`.
function* fail(): Coroutine<string> {
  yield* sleep(0);
  throw new Error("late");
}

function passes(): Promise<string> {
  return toPromise(
    function* (): Coroutine<string | Promise<string>> {
      try {
        return toPromise(fail(), { eagerStart: true });
      } catch {
        return "caught";
      }
    },
    { eagerStart: true },
  );
}

function* catches(): Coroutine<string> {
  try {
    return yield* fail();
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return "caught";
  }
}

export function* main(): Coroutine<unknown> {
  const results = yield* gatherSettled(passes(), catches());
  return results.map(({ status }) => status);
}
