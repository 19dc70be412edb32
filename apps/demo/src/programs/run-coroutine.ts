import { print, run } from "../harness.ts";

function* func() {
  return 10;
}

// the call creates a coroutine object
const coro = func();

// running it returns its value
print(await run(coro));
