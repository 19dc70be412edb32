import { print, run } from "../stage.ts";

function* func() {
  return 10;
}

// the call makes a coroutine object
const coro = func();

// running it gives its value
print(await run(coro));
