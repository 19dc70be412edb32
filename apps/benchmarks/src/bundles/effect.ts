import { Effect, Fiber } from "effect";

await Effect.runPromise(
  Effect.gen(function* () {
    const fiber = yield* Effect.forkChild(Effect.sleep(60_000));
    yield* Effect.sleep(10);
    yield* Fiber.interrupt(fiber);
  }),
);
