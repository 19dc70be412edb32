// The spinner never yields. The lab ends it.
import { run, sleep, taskGroup } from "asyncio-ts";

function* tick() {
  for (let i = 1; ; i++) {
    yield* sleep(100);
    console.log(`tick ${i}`);
  }
}

function* spin() {
  yield* sleep(350);
  for (let i = 0; ; i++);
}

function* main() {
  yield* taskGroup(function* (group) {
    group.createTask(tick(), { name: "ticker" });
    group.createTask(spin(), { name: "spinner" });
  });
}

await run(main);
