import { createTask, sleep, type Coroutine } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* brewCoffee(): Coroutine<string> {
  print("Start brewing coffee...");
  yield* sleep(3000);
  print("Done brewing coffee.");
  return "Coffee is ready!";
}

function* toastBagel(): Coroutine<string> {
  print("Start toasting bagel...");
  yield* sleep(3000);
  print("Done toasting bagel.");
  return "Bagel is ready!";
}

function* main() {
  // two tasks, started together
  const coffeeTask = createTask(brewCoffee());
  const bagelTask = createTask(toastBagel());

  const [coffeeResult, bagelResult] = [yield* coffeeTask, yield* bagelTask];
  print(coffeeResult, bagelResult);
}

await run(main());
