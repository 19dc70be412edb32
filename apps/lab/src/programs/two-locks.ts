// Two transfers take the same locks, in opposite orders.
import { gather, Lock, run, sleep } from "asyncio-ts";

const [alice, bob] = [new Lock(), new Lock()];

function* transfer(from: Lock, to: Lock) {
  using _from = yield* from.acquire();
  yield* sleep(100);
  using _to = yield* to.acquire();
  console.log("transferred");
}

function* main() {
  yield* gather(transfer(alice, bob), transfer(bob, alice));
}

await run(main);
