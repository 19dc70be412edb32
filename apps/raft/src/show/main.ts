// A cluster of three processes: an election, writes, a killed leader, the next one, and reads of all that was acknowledged.
import { type Coroutine, gather, getRunningLoop, run, sleep, taskGroup, timeout } from "asyncio-ts";
import { Client } from "../store/client.ts";
import { ReplicaProcesses } from "./replica-processes.ts";
import { Writer } from "./writer.ts";

/** A failure must not hang: milliseconds for the whole show, which takes some five seconds. */
const LIMIT = 60_000;

await run(() => timeout(LIMIT, show));

function* show(): Coroutine<void> {
  const begin = getRunningLoop().time();
  const say = (line: string) => console.log(`${((getRunningLoop().time() - begin) / 1000).toFixed(2).padStart(6)} s  ${line}`);

  using cluster = yield* ReplicaProcesses.prepare(["a", "b", "c"]);
  for (const name of cluster.members.keys()) {
    const pid = yield* cluster.start(name);
    say(`${name} starts as process ${pid}`);
  }
  const first = yield* cluster.leader();
  say(`${first.name} is elected: the leader of term ${first.term}`);

  const writers = ["x", "y", "z"].map((name) => new Writer(cluster.members, name));
  yield* taskGroup(function* (group) {
    for (const writer of writers) group.createTask(writer.run());
    yield* sleep(1000);
    say(`${count(writers)} writes are acknowledged`);

    yield* cluster.kill(first.name);
    say(`${first.name} is killed while ${writers.length} clients write`);
    const second = yield* cluster.leader(first.term);
    say(`${second.name} is elected: the leader of term ${second.term}`);

    yield* sleep(1000);
    for (const writer of writers) writer.stop();
  });
  say(`${count(writers)} writes are acknowledged, none twice and none lost:`);

  yield* check(cluster, writers);
  say(`all ${count(writers)} values are read, and the counter is ${count(writers)}`);

  const pid = yield* cluster.start(first.name);
  say(`${first.name} starts again as process ${pid}, from its files`);
  const applied = yield* caughtUp(cluster, first.name);
  say(`${first.name} has caught up: it has applied all ${applied} entries`);

  yield* cluster.stop();
  say("the three processes have ended");
}

/** Reads all that was acknowledged. @throws Error if a value is lost, or a change was executed twice */
function* check(cluster: ReplicaProcesses, writers: readonly Writer[]): Coroutine<void> {
  using client = new Client(cluster.members);
  for (const { acknowledged } of writers) {
    yield* gather(...Array.from(acknowledged, ([key, value]) => expectValue(client, key, value)));
  }
  yield* expectValue(client, "writes", count(writers));
}

function* expectValue(client: Client, key: string, expected: number): Coroutine<void> {
  const value = yield* client.get(key);
  if (value !== expected) throw new Error(`"${key}" was expected to be ${expected}, got ${value}`);
}

/** Waits until a node has applied all that the leader has, and returns the number of entries. */
function* caughtUp(cluster: ReplicaProcesses, name: string): Coroutine<number> {
  const leader = yield* cluster.leader();
  const { applied } = (yield* cluster.status(leader.name))!;
  while (((yield* cluster.status(name))?.applied ?? 0) < applied) yield* sleep(10);
  return applied;
}

function count(writers: readonly Writer[]): number {
  return writers.reduce((sum, { acknowledged }) => sum + acknowledged.size, 0);
}
