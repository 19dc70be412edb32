import { gather, sleep, type Coroutine } from "asyncio-ts";
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
  // one batch of two coroutines
  const batchCoroutines = gather(brewCoffee(), toastBagel());

  // run the batch
  const [coffeeResult, bagelResult] = yield* batchCoroutines;
  print(coffeeResult, bagelResult);
}

await run(main());
