import { createTask, sleep, type Coroutine, type Task } from "asyncio-ts";
import { print, run } from "../harness.ts";

function* main() {
  const myTask: Task<string> = createTask(foo()); // 1. schedules foo()
  print("This goes first!"); // 2. runs first
  yield* sleep(2000); // 3. idle: foo() may run
  print("This goes third!"); // 6. runs third, while foo() is idle
  const fooReturn: string = yield* myTask; // 7. let foo() finish
  print(fooReturn); // 9. the result of foo()
}

function* foo(): Coroutine<string> {
  print("This goes second!"); // 4. runs second, while main() is idle
  yield* sleep(2000); // 5. idle: main() may go on
  return "This goes fourth!"; // 8. main() waits for this
}

await run(main());
