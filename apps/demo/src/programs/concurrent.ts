import { createTask, sleep } from "asyncio-ts";
import { print, run, strftime } from "../harness.ts";

function* saySomething(delay: number, words: string) {
  print(`Before ${words}`);
  yield* sleep(delay);
  print(`After ${words}`);
}

function* main() {
  print(`Started: ${strftime("%X")}`);
  const task1 = createTask(saySomething(1000, "Task 1"));
  const task2 = createTask(saySomething(2000, "Task 2"));
  yield* task1;
  yield* task2;
  print(`Finished: ${strftime("%X")}`);
}

await run(main());
