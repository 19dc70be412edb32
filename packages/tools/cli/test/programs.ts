/** Three tasks that each hold a lock and wait for the next one, below a gather. */
export const philosophers = `
  import { createTask, gather, Lock, run, sleep } from "asyncio-ts";
  await run(function* main() {
    setInterval(() => {}, 1000);
    const forks = [0, 1, 2].map(() => new Lock());
    function* philosopher(i) {
      using_(yield* forks[i].acquire());
      yield* sleep(10);
      if (i === 2) console.log("up");
      using_(yield* forks[(i + 1) % 3].acquire());
    }
    function using_() {}
    yield* gather(...[0, 1, 2].map((i) => createTask(philosopher(i), { name: "philosopher " + i })));
  });
`;

/** A task that never returns, beside one that waits. */
export const spinning = `
  import { createTask, run, sleep } from "asyncio-ts";
  await run(function* main() {
    createTask(sleep(1e8), { name: "sleeper" });
    createTask(function* hot() {
      yield* sleep(1);
      process.stdout.write("up\\n", () => {});
      const end = Date.now() + 100;
      for (;;) {}
    }, { name: "spinner" });
    yield* sleep(1e8);
  });
`;

/** A task that steps often, beside one that waits and one that does not end when it is cancelled. */
export const busy = `
  import { createTask, run, sleep } from "asyncio-ts";
  await run(function* main() {
    createTask(function* () {
      for (;;) yield* sleep(1);
    }, { name: "busy" });
    const stubborn = createTask(function* () {
      try {
        yield* sleep(1e8);
      } catch {
        yield* sleep(1e8);
      }
    }, { name: "stubborn" });
    yield* sleep(1);
    stubborn.cancel();
    yield* sleep(1);
    console.log("up");
    yield* stubborn;
  });
`;

/** 10,000 tasks below a gather. */
export const crowd = `
  import { gather, run, sleep } from "asyncio-ts";
  await run(function* main() {
    function* member() {
      yield* sleep(1e8);
    }
    setTimeout(() => console.log("up"), 200);
    yield* gather(...Array.from({ length: 10_000 }, member));
  });
`;
