// Five philosophers, five forks. In asyncio's order all of them eat.
// Explore the schedules: under some, each has one fork and waits for the next.
import { Lock, run, sleep, taskGroup } from "asyncio-ts";

const names = ["Hypatia", "Kant", "Arendt", "Hume", "Weil"];

function* dine(name: string, at: number, left: Lock, right: Lock) {
  yield* sleep(at);
  using _left = yield* left.acquire();
  yield* sleep(1);
  using _right = yield* right.acquire();
  console.log(`${name} eats`);
  yield* sleep(30);
}

function* main() {
  const forks = names.map(() => new Lock());
  yield* taskGroup(function* (group) {
    for (const [i, name] of names.entries()) {
      const [left, right] = [forks[i]!, forks[(i + 1) % names.length]!];
      // They sit down one after another, 2 ms apart.
      group.createTask(dine(name, 2 * i, left, right), { name });
    }
  });
  console.log("all have eaten");
}

await run(main);
