// asyncio-task, Running Tasks Concurrently.
import { gather, run, sleep } from "asyncio-ts";

function* factorial(name: string, number: number) {
  let f = 1;
  for (let i = 2; i <= number; i++) {
    console.log(`Task ${name}: Compute factorial(${number}), currently i=${i}...`);
    yield* sleep(1000);
    f *= i;
  }
  console.log(`Task ${name}: factorial(${number}) = ${f}`);
  return f;
}

function* main() {
  const list = yield* gather(factorial("A", 2), factorial("B", 3), factorial("C", 4));
  console.log(list);
}

await run(main);
