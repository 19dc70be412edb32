import { print, run } from "../harness.ts";

function* main() {
  print("Hello World!");
}

await run(main());
