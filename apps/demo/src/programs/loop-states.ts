import { type EventLoop, getEventLoop } from "asyncio-ts";
import { print } from "../harness.ts";

function* main() {
  print(loop.isRunning()); // inside: true
}

// get an event loop
const loop: EventLoop = getEventLoop();

// run it, and always close it
try {
  print(loop.isRunning()); // not started yet: false
  await loop.runUntilComplete(main());
} finally {
  loop.close();
  print(loop.isClosed()); // true
}
