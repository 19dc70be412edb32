import { createTask, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* mult(first: number, second: number) {
  print("Calculating multiplication...");
  yield* sleep(1000);
  const mul = first * second;
  print(`${first} multiplied by ${second} is ${mul}`);
  return mul;
}

function* add(first: number, second: number) {
  print("Calculating sum...");
  yield* sleep(1000);
  const sum = first + second;
  print(`Sum of ${first} and ${second} is ${sum}`);
  return sum;
}

function* main(first: number, second: number) {
  const multTask = createTask(mult(first, second));
  const addTask = createTask(add(first, second));
  yield* multTask;
  yield* addTask;
}

await run(main(10, 20));
