import { createTask, sleep, type Task } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* foo() {
  print("This goes first!");
  yield* sleep(2000);
}

function* main() {
  const myTask: Task<void> = createTask(foo()); // create a task of foo()
  yield* myTask; // wait until it has finished
  print("This goes second, after waiting!");
}

await run(main());
