import { createTask, sleep, type Task } from "asyncio-ts";
import { print, run } from "../stage.ts";

function* foo() {
  print("This goes first!");
  yield* sleep(2000);
}

function* main() {
  const myTask: Task<void> = createTask(foo()); // make foo() a task
  yield* myTask; // wait until it has finished
  print("This goes second, after waiting!");
}

await run(main());
