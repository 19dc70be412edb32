import { print, run } from "../stage.ts";

function* main() {
  print("Hello World!");
}

await run(main());
