import { ExplorationError, explore, replay } from "@asyncio-ts/testing";
import { type Coroutine, gather, Lock, sleep } from "asyncio-ts";
import { print, run } from "../harness.ts";

interface Account {
  read(): Coroutine<number>;
  write(balance: number): Coroutine<void>;
}

/** An account with slow reads and writes, as in a database. */
function openAccount(): Account {
  let balance = 0;
  return {
    *read() {
      yield* sleep(2);
      return balance;
    },
    *write(value) {
      yield* sleep(1);
      balance = value;
    },
  };
}

function* deposit(account: Account) {
  const balance = yield* account.read();
  yield* account.write(balance + 1);
}

/** Two customers, the second one some milliseconds later. */
const program = (
  deposit: (account: Account, lock: Lock) => Coroutine<void>,
) =>
  function* () {
    const [account, lock] = [openAccount(), new Lock()];
    function* later() {
      yield* sleep(10);
      yield* deposit(account, lock);
    }
    yield* gather(deposit(account, lock), later());
    const balance = yield* account.read();
    if (balance !== 2)
      throw new Error(`2 deposits, but the balance is ${balance}`);
  };

/** Returns the error that a function throws. */
function errorOf(fn: () => unknown): unknown {
  try {
    return new Error(`no error, but ${String(fn())}`);
  } catch (error) {
    return error;
  }
}

const racing = program(deposit);

replay(racing, "f-");
print("In asyncio's order the test passes.");

const found = errorOf(() => explore(racing));
if (!(found instanceof ExplorationError)) throw found;
print(
  `Schedule ${found.schedules} fails: ${(found.cause as Error).message}`,
);
for (const deviation of found.deviations) print(`  ${deviation}`);
print(`The same again, by replay(program, "${found.schedule}"):`);
print(`  ${errorOf(() => replay(racing, found.schedule))}`);

const mended = program(function* (account, lock) {
  using _ = yield* lock.acquire();
  yield* deposit(account);
});
const { schedules, complete } = explore(mended, {
  strategy: "exhaustive",
  deviations: 3,
});
const all = complete ? ": all with up to three deviations" : "";
print(`With a lock, ${schedules} schedules pass${all}.`);

await run(function* () {});
