// asyncio-task, Task Groups.
import { run, sleep, taskGroup } from "asyncio-ts";

function* sayAfter(delay: number, what: string) {
  yield* sleep(delay);
  return what;
}

function* main() {
  const [task1, task2] = yield* taskGroup(function* (group) {
    return [group.createTask(sayAfter(1000, "hello")), group.createTask(sayAfter(2000, "world"))] as const;
  });
  console.log(`Both tasks have completed now: ${task1.result()}, ${task2.result()}`);
}

await run(main());
