import { BlockingLoop } from "@asyncio-ts/node";
import { run, sleep } from "@asyncio-ts/tasks";
run(function*(){ try { console.log("waiting"); yield* sleep(10000); } finally { yield* sleep(50); console.log("cleaned"); } }, {loop:new BlockingLoop()});
