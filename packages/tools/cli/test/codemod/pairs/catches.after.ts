import { CancelledError, type Coroutine, gatherSettled } from "asyncio-ts";
// A `catch` around an `await` lets a cancellation pass.
function* load(id: number): Coroutine<string> {
  if (id < 0) throw new RangeError("negative");
  return `item ${id}`;
}

function* loadOr(id: number, fallback: string): Coroutine<string> {
  try {
    return yield* load(id);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    return fallback;
  }
}

function* describe(id: number): Coroutine<string> {
  try {
    return yield* load(id);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    if (error instanceof RangeError) return error.message;
    throw error;
  }
}

function* wrapped(id: number): Coroutine<string> {
  try {
    return yield* load(id);
  } catch (error) {
    if (error instanceof CancelledError) throw error;
    throw new Error("not loaded", { cause: error });
  }
}

function* passedOn(id: number): Coroutine<string> {
  try {
    return yield* load(id);
  } catch (error) {
    throw error;
  } finally {
    yield* load(0);
  }
}

export function* main(): Coroutine<unknown> {
  const failures = yield* gatherSettled(wrapped(-1), passedOn(-1));
  const reasons = failures.map((failure) => (failure.status === "rejected" ? String(failure.reason) : ""));
  return [yield* loadOr(-1, "none"), yield* describe(-1), yield* wrapped(1), reasons];
}
