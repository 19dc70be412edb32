import { readFileSync } from "node:fs";
import { expect } from "vitest";
import { createSubprocessExec, createSubprocessShell, PIPE, type Process, type Server, STDOUT } from "@asyncio-ts/node";
import { allTasks, CancelledError, type Coroutine, createTask, currentTask, gatherSettled, sleep, type Task } from "asyncio-ts";
import { connectTo, echo, type Kind, kinds, serve } from "./connections.ts";
import { descriptors } from "./descriptors.ts";
import { test } from "./host-test.ts";
import { text } from "./programs.ts";
import { CHURN, randomNumbers, SEED } from "./random.ts";

/** Cancels a task after some passes of the loop. */
function* cancelLater(task: Task<unknown>, passes: number): Coroutine<void> {
  for (let i = 0; i < passes && !task.done(); i++) yield* sleep(0);
  task.cancel();
}

/** Waits for the host to free what was closed. */
function* settled(before: number): Coroutine<number> {
  const main = currentTask();
  for (let i = 0; i < 20_000; i++) {
    const tasks = [...allTasks()].filter((task) => task !== main).length;
    if (tasks === 0 && descriptors() <= before) break;
    yield* sleep(0);
  }
  expect([...allTasks()].filter((task) => task !== main).map(String)).toEqual([]);
  return descriptors() - before;
}

/** Sends a line to an echo server, and receives it. */
function* exchange(server: Server, kind: Kind): Coroutine<string | null> {
  const [reader, writer] = yield* connectTo(server, kind);
  using _ = writer;
  writer.write("hello\n");
  yield* writer.drain();
  return text(yield* reader.readline());
}

for (const kind of kinds) {
  test(`${kind} connections that are opened and cancelled at random leave no descriptor and no task (seed ${SEED})`, function* (reports) {
    const random = randomNumbers();
    const server = yield* serve(kind, echo);
    // What Node opens at first use stays open.
    const [, first] = yield* connectTo(server, kind);
    first.close();
    yield* first.waitClosed();
    while (!String(server).includes("connections=0")) yield* sleep(0);
    const before = descriptors();
    const outcomes = new Map<string, number>();
    for (let left = 100 * CHURN; left > 0; left -= 50) {
      const tasks = Array.from({ length: 50 }, () => createTask(exchange(server, kind)));
      for (const task of tasks) if (random(2) === 0) createTask(cancelLater(task, random(60)));
      for (const result of yield* gatherSettled(...tasks)) {
        const outcome = result.status === "fulfilled" ? String(result.value) : String(result.reason);
        outcomes.set(outcome, (outcomes.get(outcome) ?? 0) + 1);
      }
    }
    expect([...outcomes.keys()].sort()).toEqual(["CancelledError", "hello\n"]);
    expect(yield* settled(before)).toBe(0);
    server.close();
    yield* server.waitClosed();
    // A server that writes to a client that has gone.
    const codes = reports.splice(0).map(({ exception }) => (exception as { code?: string }).code);
    expect(codes.filter((code) => code !== "EPIPE" && code !== "ECONNRESET")).toEqual([]);
  });
}

test(`processes that are started and cancelled at random leave no zombie and no descriptor (seed ${SEED})`, function* () {
  const random = randomNumbers();
  const before = descriptors();
  const pids: number[] = [];
  function* work(kind: number): Coroutine<string | null> {
    let process: Process;
    if (kind === 0) process = yield* createSubprocessExec("cat", [], { stdin: PIPE, stdout: PIPE });
    else if (kind === 1) process = yield* createSubprocessShell("cat; echo >&2", { stdin: PIPE, stdout: PIPE, stderr: STDOUT });
    else process = yield* createSubprocessExec("sleep", ["3600"], { stdin: PIPE, stdout: PIPE, stderr: PIPE });
    using running = process;
    pids.push(running.pid);
    if (kind === 2) running.kill();
    return text((yield* running.communicate("hello"))[0]);
  }
  const outcomes = new Set<string>();
  for (let left = 30 * CHURN; left > 0; left -= 15) {
    const tasks = Array.from({ length: 15 }, (_, i) => createTask(work(i % 3)));
    for (const task of tasks) if (random(2) === 0) createTask(cancelLater(task, random(400)));
    for (const result of yield* gatherSettled(...tasks)) {
      if (result.status === "rejected") expect(result.reason).toBeInstanceOf(CancelledError);
      outcomes.add(result.status === "fulfilled" ? String(result.value) : "cancelled");
    }
  }
  expect([...outcomes].filter((outcome) => !["hello", "hello\n", "", "cancelled"].includes(outcome))).toEqual([]);
  expect(yield* settled(before)).toBe(0);
  // A process that was killed in the last pass is a zombie until Node hears of it.
  for (let i = 0; i < 20_000 && pids.some(isZombie); i++) yield* sleep(0);
  expect(pids.filter(isZombie)).toEqual([]);
});

function isZombie(pid: number): boolean {
  try {
    return readFileSync(`/proc/${pid}/stat`, "latin1").includes(") Z ");
  } catch {
    return false;
  }
}
