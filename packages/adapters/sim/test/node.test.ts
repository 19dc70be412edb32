import { simulate } from "@asyncio-ts/sim";
import { openConnection, startServer } from "@asyncio-ts/streams";
import { allTasks, createTask, type Coroutine, getRunningLoop, sleep } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { echo, errorOf, failureOf, lineOf } from "./programs.ts";

function* forever(): Coroutine<never> {
  for (;;) yield* sleep(1_000_000);
}

test("simulate() returns the value of the scenario at once", () => {
  const value = simulate(function* (sim) {
    yield* sleep(60_000);
    return sim.time();
  });
  expect(value).toBe(60_000);
});

test("nodes run beside the scenario, each on a loop of its own, named and numbered alike", () => {
  const names = simulate(function* (sim) {
    const names: string[] = [];
    const loops = new Set<unknown>();
    for (const name of ["a", "b"]) {
      sim.node(name, function* (node) {
        loops.add(getRunningLoop());
        yield* sleep(1);
        names.push(`${node.name} ${[...allTasks()].map((task) => task.getName()).join()}`);
      });
    }
    yield* sleep(2);
    return [...names, loops.size];
  });
  expect(names).toEqual(["a Task-1", "b Task-1", 2]);
});

test("a node whose main returns cancels its other tasks, runs their finally, and has exited", () => {
  const log = simulate(function* (sim) {
    const log: unknown[] = [];
    const node = sim.node("a", function* () {
      createTask(function* () {
        try {
          yield* forever();
        } finally {
          yield* sleep(5);
          log.push("cleaned up");
        }
      });
      yield* sleep(1);
    });
    yield* sleep(3);
    log.push(node.isRunning);
    yield* sleep(5);
    return [...log, node.isRunning];
  });
  expect(log).toEqual([true, "cleaned up", false]);
});

test("the error of a node's main ends the run at once", () => {
  const error = failureOf(function* (sim) {
    sim.node("a", function* () {
      yield* sleep(10);
      throw new RangeError("broken");
    });
    yield* forever();
  });
  expect(error.cause).toEqual(new RangeError("broken"));
  expect(error.timeline).toContain("10.000 ms  a: ends with RangeError: broken");
});

test.each<[string, unknown, string]>([
  ["an object without a prototype", Object.create(null), "an object of class null"],
  ["an error with a symbol as message", Object.assign(new Error("x"), { message: Symbol("m") }), "Error(Symbol(m))"],
  ["a revoked proxy", revoked(), "an unprintable object"],
])("the error of a node's main may be %s", (_, thrown, text) => {
  const error = failureOf(function* (sim) {
    sim.node("a", function* () {
      throw thrown;
    });
    yield* sleep(10);
  });
  expect(Object.is(error.cause, thrown)).toBe(true);
  expect(error.timeline).toContain(`a: ends with ${text}`);
});

function revoked(): object {
  const { proxy, revoke } = Proxy.revocable({}, {});
  revoke();
  return proxy;
}

test("an exception that nothing in a node retrieves fails the run, an error of the network does not", () => {
  const failing = (make: () => Error) =>
    function* () {
      createTask(function* () {
        throw make();
      });
      yield* sleep(1);
    };
  expect(
    failureOf(function* (sim) {
      sim.node(
        "a",
        failing(() => new Error("lost")),
      );
      yield* sleep(5);
    }).cause,
  ).toEqual(new Error("lost"));
  simulate(function* (sim) {
    sim.node(
      "a",
      failing(() => Object.assign(new Error("read ECONNRESET"), { code: "ECONNRESET" })),
    );
    yield* sleep(5);
  });
});

test("crash() ends tasks without finally, drops callbacks and timers, and resets connections", () => {
  const log = simulate(
    function* (sim) {
      const log: unknown[] = [];
      const server = sim.node("server", function* () {
        getRunningLoop().callLater(50, () => log.push("timer"));
        try {
          yield* echo();
        } finally {
          log.push("finally");
        }
      });
      sim.node("client", function* () {
        const [reader, writer] = yield* openConnection("server", 7000);
        writer.write("one\n");
        log.push(yield* lineOf(reader));
        try {
          yield* reader.readline();
        } catch (error) {
          log.push((error as { code?: string }).code, sim.time());
        }
        try {
          yield* openConnection("server", 7000);
        } catch (error) {
          log.push((error as { code?: string }).code);
        }
      });
      yield* sleep(30);
      server.crash();
      yield* sleep(100);
      return [...log, server.isRunning];
    },
    { latency: 1 },
  );
  expect(log).toEqual(["one", "ECONNRESET", 31, "ECONNREFUSED", false]);
});

test("crash() in a step of the node itself ends that step, and nothing runs after it", () => {
  const log = simulate(function* (sim) {
    const log: string[] = [];
    sim.node("a", function* (node) {
      createTask(function* () {
        log.push("other began");
        yield* sleep(0);
        log.push("other went on");
      });
      getRunningLoop().callLater(1, () => log.push("timer"));
      yield* sleep(0);
      getRunningLoop().callSoon(() => {
        node.crash();
        log.push("crashed");
        getRunningLoop().callSoon(() => log.push("callback of the next pass"));
      });
      getRunningLoop().callSoon(() => log.push("callback of the same pass"));
      yield* sleep(0);
      log.push("main went on");
    });
    yield* sleep(10);
    return log;
  });
  expect(log).toEqual(["other began", "other went on", "crashed"]);
});

test("restart() runs main anew, with what was synced", () => {
  const reads = simulate(function* (sim) {
    const reads: unknown[] = [];
    const node = sim.node("a", function* ({ disk }) {
      reads.push(yield* disk.read("kept"), yield* disk.read("lost"), yield* disk.read("log"));
      yield* disk.write("kept", "1");
      yield* disk.append("log", new Uint8Array([104]));
      yield* disk.append("log", "i");
      yield* disk.sync();
      yield* disk.write("lost", "2");
      yield* disk.remove("kept");
      yield* forever();
    });
    yield* sleep(1);
    node.restart();
    yield* sleep(1);
    reads.push(yield* node.disk.read("kept"));
    return reads;
  });
  expect(reads).toEqual([null, null, null, "1", null, "hi", null]);
});

test("disk.sync() of one file keeps the others unsynced, and a crash during it loses the write", () => {
  const kept = simulate(function* (sim) {
    const node = sim.node("a", function* ({ disk }) {
      yield* disk.write("a", "1");
      yield* disk.write("b", "1");
      yield* disk.sync("a");
      yield* disk.write("a", "2");
      createTask(disk.sync());
      getRunningLoop().callSoon(() => node.crash());
      yield* forever();
    });
    yield* sleep(1);
    return [yield* node.disk.read("a"), yield* node.disk.read("b")];
  });
  expect(kept).toEqual(["1", null]);
});

test("restart() of a running node crashes it first, and its port is free again", () => {
  const answer = simulate(function* (sim) {
    const server = sim.node("server", echo);
    yield* sleep(5);
    server.restart();
    yield* sleep(5);
    const [reader, writer] = yield* openConnection("server", 7000);
    writer.write("still there\n");
    return yield* lineOf(reader);
  });
  expect(answer).toBe("still there");
});

test("a paused node keeps its connections, its timers become late and messages wait", () => {
  const log = simulate(
    function* (sim) {
      const log: unknown[] = [];
      const node = sim.node("a", function* () {
        const server = yield* startServer(
          function* (reader) {
            for (;;) log.push(yield* lineOf(reader), sim.time());
          },
          null,
          7000,
        );
        createTask(function* () {
          yield* sleep(10);
          log.push("timer", sim.time());
        });
        yield* server.serveForever();
      });
      yield* sleep(1);
      const [, writer] = yield* openConnection("a", 7000);
      writer.write("before\n");
      yield* sleep(2);
      node.pause();
      writer.write("during\n");
      yield* sleep(100);
      log.push("resume");
      node.resume();
      yield* sleep(1);
      node.crash();
      return log;
    },
    { latency: 1 },
  );
  expect(log.slice(0, 3)).toEqual(["before", 4, "resume"]);
  expect(new Set(log.slice(3))).toEqual(new Set([105, "during", "timer"]));
});

test("a clock that drifts makes timers early or late, a clock with a skew only the time of day", () => {
  const times = simulate(function* (sim) {
    const times: unknown[] = [];
    const measure = (name: string, ms: number) =>
      sim.node(name, function* () {
        const [day, began] = [Date.now(), performance.now()];
        yield* sleep(ms);
        times.push([name, Math.round(sim.time()), Math.round(performance.now() - began), Math.round(Date.now() - day)]);
      });
    measure("fast", 1100).clock.drift = 0.1;
    measure("slow", 900).clock.drift = -0.1;
    const skewed = measure("skewed", 500);
    yield* sleep(100);
    skewed.clock.skew = -60_000;
    yield* sleep(2000);
    return [...times, skewed.clock.skew, skewed.clock.drift];
  });
  expect(times).toEqual([["skewed", 500, 500, 500 - 60_000], ["fast", 1000, 1100, 1100], ["slow", 1000, 900, 900], -60_000, 0]);
});

test("a node that spins starves no other node", () => {
  const value = simulate(
    function* (sim) {
      const work = { isDone: false };
      const spinning = sim.node("spins", function* () {
        while (!work.isDone) yield* sleep(0);
      });
      sim.node("works", function* () {
        for (let i = 0; i < 10; i++) yield* sleep(0);
        work.isDone = true;
      });
      while (spinning.isRunning) yield* sleep(0);
      return sim.time();
    },
    { maxSteps: 10_000 },
  );
  expect(value).toBe(0);
});

test("a run of more than maxSteps steps is a livelock", () => {
  const error = failureOf(
    function* (sim) {
      sim.node("a", function* () {
        for (;;) yield* sleep(0);
      });
      yield* sleep(1);
    },
    { maxSteps: 1000 },
  );
  expect(String(error.cause)).toContain("Livelock: the program took more than 1000 steps (maxSteps), and these steps repeat:\n  a: Task-1");
});

test("a scenario that waits when nothing will happen any more fails, and the error lists the tasks of all nodes", () => {
  const error = failureOf(function* (sim) {
    sim.node("a", function* () {
      yield* getRunningLoop().createFuture();
    });
    yield* getRunningLoop().createFuture();
  });
  expect(String(error.cause)).toContain("Deadlock: the scenario waits, and nothing will happen any more in the simulation");
  expect(String(error.cause)).toContain("a: Task-1 waits for");
});

test("sim.node() refuses a name that is taken or has a meaning, and a main that is no coroutine function", () => {
  const refused = (name: string, main: unknown) =>
    (
      failureOf(function* (sim) {
        sim.node("a", echo);
        sim.node(name, main as never);
      }).cause as Error
    ).message;
  expect(refused("a", echo)).toBe('sim.node: the name of a new node was expected, got "a"; to start it again, call restart() of the node');
  expect(refused("localhost", echo)).toBe('sim.node: a name was expected, got "localhost"; this name has a meaning of its own');
  expect(refused("", echo)).toBe('sim.node: a name was expected, got ""');
  expect(refused("b", async () => {})).toContain("sim.node: a coroutine function was expected, got");
});

test("a clock refuses what is no number, a disk what is no file or no data", () => {
  const messages = simulate(function* (sim) {
    const node = sim.node("a", forever);
    const message = (fn: () => unknown) => (errorOf(fn) as Error).message;
    return [
      message(() => (node.clock.skew = NaN)),
      message(() => (node.clock.drift = -1)),
      message(() => node.disk.write("", "").next()),
      message(() => node.disk.write("a", 5 as never).next()),
    ];
  });
  expect(messages).toEqual([
    "clock.skew: a number of milliseconds was expected, got NaN",
    "clock.drift: a share above -1 was expected, got -1",
    'disk.write: the name of a file was expected, got ""',
    "disk.write: a string or a Uint8Array was expected, got 5",
  ]);
});

test("an exception that nothing retrieves fails the run at its end, also in a node that still runs", () => {
  const error = failureOf(function* (sim) {
    sim.node("a", function* () {
      createTask(function* () {
        throw new Error("lost");
      });
      yield* forever();
    });
    yield* sleep(5);
  });
  expect(error.cause).toEqual(new Error("lost"));
});

test("an exception on its way to its awaiter when the scenario returns fails nothing", () => {
  simulate(function* (sim) {
    sim.node("a", function* () {
      const task = createTask(function* () {
        yield* sleep(5);
        throw new Error("retrieved");
      });
      try {
        yield* task;
      } catch {
        yield* forever();
      }
    });
    yield* sleep(5);
  });
});

test("a main that gives no coroutine fails the run", () => {
  const error = failureOf(function* (sim) {
    sim.node("a", (() => 5) as never);
    yield* sleep(1);
  });
  expect((error.cause as Error).message).toBe(
    "sim.node: a main that gives a coroutine (write function*, or return its call) was expected, got 5",
  );
});

test("sim.eventually() in a node that crashes is forgotten", () => {
  const value = simulate(function* (sim) {
    let isThere = false;
    const node = sim.node("a", function* () {
      yield* sim.eventually(() => isThere, 1000, "it is there");
    });
    yield* sleep(1);
    node.crash();
    isThere = true;
    yield* sleep(10);
    return node.isRunning;
  });
  expect(value).toBe(false);
});
