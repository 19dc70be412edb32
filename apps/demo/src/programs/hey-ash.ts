import { print, run } from "../stage.ts";

function* printSomething() {
  print("Hey Ash!");
}

await run(printSomething());
