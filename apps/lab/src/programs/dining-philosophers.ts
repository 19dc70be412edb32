// Five philosophers, five forks: in asyncio's order all eat.
// Under some schedules each has one fork: explore them.
import { Lock, run, sleep, taskGroup } from "asyncio-ts";

const names = ["Hypatia", "Kant", "Arendt", "Hume", "Weil"];

function* dine(
  name: string,
  at: number,
  left: Lock,
  right: Lock,
) {
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
      const [left, right] = [
        forks[i]!,
        forks[(i + 1) % names.length]!,
      ];
      // They sit down one after another, 2 ms apart.
      group.createTask(dine(name, 2 * i, left, right), {
        name,
      });
    }
  });
  console.log("all have eaten");
}

await run(main);
