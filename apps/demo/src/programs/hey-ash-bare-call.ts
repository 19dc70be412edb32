import { coroutine } from "asyncio-ts";
import { print } from "../harness.ts";

const printSomething = coroutine(function* printSomething() {
  print("Hey Ash!");
});

// only a call: nothing awaits it
printSomething();
