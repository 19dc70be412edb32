// Two deposits of 1. In asyncio's order the balance is 2.
// Under some schedules both read before either writes: explore.
import { gather, run, sleep } from "asyncio-ts";

let balance = 0;

function* deposit(after: number) {
  yield* sleep(after);
  const read = balance;
  yield* sleep(5); // the database answers
  balance = read + 1;
  console.log(`read ${read}, wrote ${balance}`);
}

function* main() {
  yield* gather(deposit(0), deposit(10));
  if (balance !== 2)
    throw new Error(`the balance is ${balance}`);
}

await run(main);
