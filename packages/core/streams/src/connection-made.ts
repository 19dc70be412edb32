import type { Coroutine, EventLoop, Future } from "@asyncio-ts/tasks";

/** Begins a transport, and waits until `connectionMade` was called. An error or a cancellation aborts the transport. */
export function* connectionMade(loop: EventLoop, transport: { _begin(made: Future<void>): void }, abort: () => void): Coroutine<void> {
  const made = loop.createFuture<void>();
  transport._begin(made);
  try {
    yield* made;
  } catch (error) {
    abort();
    throw error;
  }
}
