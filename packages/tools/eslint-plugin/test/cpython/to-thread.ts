// asyncio-task, Running in Threads.
import { toThread } from "@asyncio-ts/node";
import { gather, run, sleep } from "asyncio-ts";

function* main() {
  console.log("started main");
  yield* gather(toThread("node:path", "basename", "/a/b"), sleep(1000));
  console.log("finished main");
}

await run(main());
