// Two dishes share a hob; the table is laid meanwhile.
import { Lock, run, sleep, taskGroup } from "asyncio-ts";

const hob = new Lock();

function* cook(dish: string, ms: number) {
  using _ = yield* hob.acquire();
  console.log(`${dish}: on the hob`);
  yield* sleep(ms);
  console.log(`${dish}: ready`);
}

function* lay(table: string) {
  yield* sleep(400);
  console.log(`${table}: laid`);
}

function* breakfast() {
  yield* taskGroup(function* (group) {
    group.createTask(cook("tea", 300), { name: "tea" });
    group.createTask(cook("eggs", 500), { name: "eggs" });
    group.createTask(lay("table"), { name: "table" });
  });
  console.log("breakfast!");
}

await run(breakfast);
