import { isCoroutineFunction } from "asyncio-ts";
import { print } from "../harness.ts";

// a function
function func1() {
  return 10;
}

// a coroutine function
function* func2() {
  return 10;
}

print(isCoroutineFunction(func1));
print(isCoroutineFunction(func2));
