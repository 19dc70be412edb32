import { allTasks, gather, getEventLoop, sleep } from "asyncio-ts";
import { print } from "../harness.ts";

function* printNums(num: number) {
  for (let n = 0; n < num; n++) {
    print(n);

    yield* sleep(500); // half a second
  }
}

function* printLetters(upTo: string) {
  for (let letter = 97; letter < upTo.charCodeAt(0); letter++) {
    print(String.fromCharCode(letter));

    yield* sleep(500); // half a second
  }
}

// get an event loop
const loop = getEventLoop();

// give it two tasks
loop.createTask(printNums(5));
loop.createTask(printLetters("f"));

// get all its tasks
const tasks = allTasks(loop);
// one future for all tasks
const group = gather(...tasks);

// run it until all are done
await loop.runUntilComplete(group);

// close it
loop.close();
