import { DeadlockError, VirtualLoop } from "@asyncio-ts/testing";
import { gather, Lock, run as runOn, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

const [alice, bob] = [new Lock(), new Lock()];

function* transfer(from: Lock, to: Lock) {
  using _from = yield* from.acquire();
  yield* sleep(100);
  using _to = yield* to.acquire();
  print("Transferred");
}

function* main() {
  yield* gather(transfer(alice, bob), transfer(bob, alice));
}

// A virtual loop knows when nothing can wake a task any more.
try {
  runOn(main, { loop: new VirtualLoop() });
} catch (error) {
  if (!(error instanceof DeadlockError)) throw error;
  for (const line of error.message.split("\n")) {
    print(line.replace(/\(.*\/|\bfile:.*\//, "("));
  }
}

await run(function* () {});
