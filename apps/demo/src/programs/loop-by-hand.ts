import { gather, getEventLoop, sleep } from "asyncio-ts";
import { print } from "../harness.ts";

function* printEvens(num: number) {
  for (let i = 0; i < num; i++) {
    if (i % 2 === 0) {
      print(i);
    }

    yield* sleep(500); // half a second
  }
}

function* printOdds(num: number) {
  for (let i = 0; i < num; i++) {
    if (i % 2 === 1) {
      print(i);
    }

    yield* sleep(500); // half a second
  }
}

// get an event loop
const loop = getEventLoop();

// give it two tasks
const task1 = loop.createTask(printEvens(10));
const task2 = loop.createTask(printOdds(10));

const group = gather(task1, task2);

// run it until both are done
await loop.runUntilComplete(group);
