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

/** Tasks with names that a terminal does not show as they are. */
export const names = `
  import { createTask, run, sleep } from "asyncio-ts";
  await run(function* main() {
    for (const name of ["\\x1b[31mred\\x1b[0m", "two\\nlines", "長い名前".repeat(20), "😀".repeat(101)])
      createTask(function* member() {
        yield* sleep(1e8);
      }, { name });
    yield* sleep(1);
    console.log("up");
    yield* sleep(1e8);
  });
`;

/** A task that holds a lock and awaits twenty tasks, which wait for that lock. */
export const held = `
  import { gather, Lock, run } from "asyncio-ts";
  await run(function* main() {
    const lock = new Lock();
    yield* lock.acquire();
    setInterval(() => console.log("up"), 100);
    yield* gather(...Array.from({ length: 20 }, function* () {
      yield* lock.acquire();
    }));
  });
`;

/** A task that waits in a native call. */
export const blocked = `
  import { execFileSync } from "node:child_process";
  import { run, sleep } from "asyncio-ts";
  await run(function* main() {
    yield* sleep(1);
    execFileSync("sh", ["-c", "echo up; exec sleep 60"], { stdio: ["ignore", "inherit", "ignore"] });
  });
`;
