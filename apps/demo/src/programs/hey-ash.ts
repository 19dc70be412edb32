import { print, run } from "../harness.ts";

function* printSomething() {
  print("Hey Ash!");
}

await run(printSomething());
