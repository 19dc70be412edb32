import { coroutine, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

const brewCoffee = coroutine(function* brewCoffee() {
  print("Start brewing coffee...");
  yield* sleep(3000);
  print("Done brewing coffee.");
  return "Coffee is ready!";
});

const toastBagel = coroutine(function* toastBagel() {
  print("Start toasting bagel...");
  yield* sleep(3000);
  print("Done toasting bagel.");
  return "Bagel is ready!";
});

function* main() {
  const coffeeResult = brewCoffee(); // the star is missing
  const bagelResult = toastBagel();
}

await run(main());
