// asyncio-task, Terminating a Task Group.
import { ExceptionGroup, run, sleep, taskGroup } from "asyncio-ts";

class TerminateTaskGroup extends Error {}

function* forceTerminateTaskGroup() {
  throw new TerminateTaskGroup();
}

function* job(taskId: number, sleepTime: number) {
  console.log(`Task ${taskId}: start`);
  yield* sleep(sleepTime);
  console.log(`Task ${taskId}: done`);
}

function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(job(1, 500));
      group.createTask(job(2, 1500));
      yield* sleep(1000);
      group.createTask(forceTerminateTaskGroup());
    });
  } catch (error) {
    if (!(error instanceof ExceptionGroup)) throw error;
    const rest = error.split(TerminateTaskGroup)[1];
    if (rest !== null) throw rest;
  }
}

await run(main());
