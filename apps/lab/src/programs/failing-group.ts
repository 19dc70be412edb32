// One task of a group fails, so the others are cancelled.
import {
  ExceptionGroup,
  run,
  sleep,
  taskGroup,
} from "asyncio-ts";

function* download(file: string, ms: number) {
  try {
    yield* sleep(ms);
    console.log(`${file}: complete`);
  } finally {
    yield* sleep(50);
    console.log(`${file}: closed`);
  }
}

function* check() {
  yield* sleep(350);
  throw new Error("disk full");
}

function* main() {
  try {
    yield* taskGroup(function* (group) {
      group.createTask(download("a.zip", 200), {
        name: "a.zip",
      });
      group.createTask(download("b.zip", 600), {
        name: "b.zip",
      });
      group.createTask(download("c.zip", 900), {
        name: "c.zip",
      });
      group.createTask(check(), { name: "check" });
    });
  } catch (error) {
    if (!(error instanceof ExceptionGroup)) throw error;
    console.log(`failed: ${error.errors.join()}`);
  }
}

await run(main);
