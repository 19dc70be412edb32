// asyncio-eventloop: Hello World with call_soon, the date with call_later, and signals.
import { addSignalHandler } from "@asyncio-ts/node";
import { type HostLoop, newEventLoop, run, sleep } from "asyncio-ts";

function displayDate(endTime: number, loop: HostLoop) {
  console.log(new Date());
  if (loop.time() + 1000 < endTime) loop.callLater(1000, displayDate, endTime, loop);
  else loop.stop();
}

const loop = newEventLoop();
loop.callSoon(() => console.log("Hello World"));
loop.callSoon(displayDate, loop.time() + 5000, loop);
await loop.runForever();
loop.close();

await run(function* () {
  for (const name of ["SIGINT", "SIGTERM"] as const) addSignalHandler(name, () => console.log(`got signal ${name}: exit`));
  yield* sleep(3_600_000);
});
