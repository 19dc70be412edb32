import { simulate, type SimulateOptions, type Simulation } from "@asyncio-ts/sim";
import {
  getaddrinfo,
  getnameinfo,
  openConnection,
  openUnixConnection,
  startServer,
  startUnixServer,
  type StreamReader,
  type StreamWriter,
} from "@asyncio-ts/streams";
import { type Coroutine, createTask, sleep, timeout, TimeoutError } from "@asyncio-ts/tasks";
import { expect, test } from "vitest";
import { echo, failureOf, lineOf, textOf } from "./programs.ts";

const FIXED: SimulateOptions = { latency: 5 };

/** Returns the code of the error that a coroutine throws. */
function* codeOf(coroutine: Coroutine<unknown>): Coroutine<string | undefined> {
  try {
    yield* coroutine;
  } catch (error) {
    return (error as { code?: string }).code ?? String(error);
  }
  return "no error";
}

/** Simulates a client of an echo server. */
function withEcho<T>(client: (sim: Simulation) => Coroutine<T>, options: SimulateOptions = FIXED): T {
  return simulate(function* (sim) {
    let result: { value: T } | undefined;
    sim.node("server", echo);
    sim.node("client", function* () {
      result = { value: yield* client(sim) };
    });
    return (yield* sim.eventually(() => result, 3_600_000, "the client is done")).value;
  }, options);
}

test("a connection takes a round trip, a message the latency", () => {
  const times = withEcho(function* (sim) {
    const [reader, writer] = yield* openConnection("server", 7000);
    const times = [sim.time()];
    writer.write("hello\n");
    times.push((yield* lineOf(reader)) === "hello" ? sim.time() : -1);
    return [...times, writer.getExtraInfo("peername"), writer.getExtraInfo("sockname")];
  });
  expect(times).toEqual([10, 20, ["server", 7000], ["client", 49_152]]);
});

test("bandwidth makes long messages late, and is shared by the connections of a link", () => {
  const times = withEcho(
    function* (sim) {
      const pairs = [yield* openConnection("server", 7000), yield* openConnection("server", 7000)];
      const began = sim.time();
      for (const [, writer] of pairs) writer.write(`${"x".repeat(999)}\n`);
      const times = [];
      for (const [reader] of pairs) times.push((yield* lineOf(reader)).length, sim.time() - began);
      return times;
    },
    { latency: 5, bandwidth: 1000 },
  );
  expect(times).toEqual([999, 2010, 999, 3010]);
});

test("bytes of a stream keep their order with any latency", () => {
  withEcho(
    function* () {
      const [reader, writer] = yield* openConnection("server", 7000);
      for (let i = 0; i < 50; i++) writer.write(`${i}\n`);
      for (let i = 0; i < 50; i++) expect(yield* lineOf(reader)).toBe(String(i));
    },
    { latency: [0, 100], runs: 20 },
  );
});

test("a port without a server refuses, a name without a node is not found", () => {
  const codes = withEcho(function* (sim) {
    const codes = [yield* codeOf(openConnection("server", 1)), sim.time(), yield* codeOf(openConnection("nowhere", 1))];
    return [...codes, yield* codeOf(openConnection("localhost", 7000))];
  });
  expect(codes).toEqual(["ECONNREFUSED", 10, "ENOTFOUND", "ECONNREFUSED"]);
});

test("the error for a name without a node lists the nodes", () => {
  const error = failureOf(function* (sim) {
    sim.node("a", () => openConnection("nowhere", 1));
    yield* sleep(100);
  });
  expect((error.cause as Error).message).toBe("getaddrinfo ENOTFOUND nowhere: no node has this name; the nodes are a");
});

test("look-ups know the nodes, and localhost is the node itself", () => {
  const found = withEcho(function* () {
    return [yield* getaddrinfo("server", 1), yield* getaddrinfo("localhost", 2, { family: 6 }), yield* getnameinfo(["server", 7])];
  });
  expect(found).toEqual([[{ family: 4, host: "server", port: 1 }], [{ family: 6, host: "client", port: 2 }], ["server", "7"]]);
});

test("a partition times connections out, and a heal lets the next try through", () => {
  const result = withEcho(function* (sim) {
    sim.net.partition([["client"], ["server"]]);
    const code = yield* codeOf(openConnection("server", 7000));
    const gaveUp = sim.time();
    createTask(function* () {
      yield* sleep(1500);
      sim.net.heal();
    });
    yield* openConnection("server", 7000);
    return [code, gaveUp, sim.time() - gaveUp];
  });
  // Tries after 0, 1, 3, … s.
  expect(result).toEqual(["ETIMEDOUT", 127_005, 3010 + 5 - 5]);
});

test("a partition holds the bytes of a stream until it heals", () => {
  const result = withEcho(function* (sim) {
    const [reader, writer] = yield* openConnection("server", 7000);
    sim.net.between("client", "server").partition();
    writer.write("held\n");
    let isEarly = true;
    try {
      yield* timeout(1000, () => reader.readline());
    } catch (error) {
      if (!(error instanceof TimeoutError)) throw error;
      isEarly = false;
    }
    sim.net.between("server", "client").heal();
    return [isEarly, yield* lineOf(reader), sim.time()];
  });
  expect(result).toEqual([false, "held", 1020]);
});

test("a partition of a minute ends the connection of the side that sends", () => {
  const result = withEcho(function* (sim) {
    const [reader, writer] = yield* openConnection("server", 7000);
    sim.net.partition([["client"]]);
    writer.write("never\n");
    return [yield* codeOf(reader.readline()), sim.time()];
  });
  expect(result).toEqual(["ETIMEDOUT", 60_015]);
});

test("a one-way partition loses one direction only", () => {
  const result = withEcho(function* (sim) {
    const [reader, writer] = yield* openConnection("server", 7000);
    writer.write("before\n");
    yield* sleep(6);
    sim.net.partition([["client"], ["server"]], { oneWay: true });
    const before = yield* lineOf(reader);
    writer.write("after\n");
    yield* sleep(100);
    const held = sim.time();
    sim.net.heal();
    return [before, held, yield* lineOf(reader), sim.time()];
  });
  expect(result).toEqual(["before", 120, "after", 130]);
});

test("a partition of groups leaves the links within the groups", () => {
  const result = simulate(function* (sim) {
    for (const name of ["a", "b", "c"]) sim.node(name, echo);
    const results: unknown[] = [];
    const connect = (from: string, to: string) =>
      sim.node(from, function* () {
        try {
          yield* timeout(500, () => openConnection(to, 7000));
          results.push(`${from} ${to}`);
        } catch {
          results.push(`${from} not ${to}`);
        }
      });
    yield* sleep(1);
    connect("x", "a");
    connect("y", "c");
    sim.net.partition([["a", "b"], ["c"], ["x"]]);
    yield* sleep(1000);
    return results;
  }, FIXED);
  expect(result).toEqual(["y c", "x not a"]);
});

test("reset() breaks the connections between two nodes on both sides, others stay", () => {
  const result = withEcho(function* (sim) {
    const [reader, writer] = yield* openConnection("server", 7000);
    writer.write("lost\n");
    sim.net.reset("client", "server");
    const code = yield* codeOf(reader.readline());
    const [again, second] = yield* openConnection("server", 7000);
    second.write("found\n");
    return [code, yield* lineOf(again)];
  });
  expect(result).toEqual(["ECONNRESET", "found"]);
});

test("bytes for an end that is closed are answered by a reset", () => {
  const result = simulate(function* (sim) {
    let result: unknown[] | undefined;
    sim.node("server", function* () {
      const server = yield* startServer((_, writer) => writer.close(), null, 7000);
      yield* server.serveForever();
    });
    sim.node("client", function* () {
      const [reader, writer] = yield* openConnection("server", 7000);
      // The end arrives while nothing reads.
      writer.transport.pauseReading();
      yield* sleep(20);
      writer.write("too late");
      yield* sleep(20);
      result = [yield* codeOf(reader.read()), sim.time()];
    });
    return yield* sim.eventually(() => result, 1000, "the client is done");
  }, FIXED);
  expect(result).toEqual(["ECONNRESET", 50]);
});

test("a receiver has bytes of its own", () => {
  const sent = new Uint8Array([1, 2, 3]);
  const received = simulate(function* (sim) {
    let received: Uint8Array | undefined;
    sim.node("server", function* () {
      const server = yield* startServer(
        function* (reader) {
          received = yield* reader.readexactly(3);
          received[0] = 9;
        },
        null,
        7000,
      );
      yield* server.serveForever();
    });
    yield* sleep(1);
    const [, writer] = yield* openConnection("server", 7000);
    writer.write(sent);
    return yield* sim.eventually(() => received, 1000, "the bytes are there");
  });
  expect([[...sent], [...received]]).toEqual([
    [1, 2, 3],
    [9, 2, 3],
  ]);
});

test("one side of a connection may end while the other goes on", () => {
  const result = simulate(function* (sim) {
    let result: unknown[] | undefined;
    sim.node("server", function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          const all = textOf(yield* reader.read());
          yield* sleep(10);
          writer.write(all.toUpperCase());
          writer.close();
        },
        "0.0.0.0",
        7000,
      );
      yield* server.serveForever();
    });
    sim.node("client", function* () {
      const [reader, writer] = yield* openConnection("server", 7000);
      writer.writeLines(["ab", "c"]);
      writer.writeEof();
      result = [textOf(yield* reader.read()), reader.atEof(), sim.time()];
      writer.close();
      yield* writer.waitClosed();
    });
    return yield* sim.eventually(() => result, 1000, "the answer is there");
  }, FIXED);
  expect(result).toEqual(["ABC", true, 30]);
});

test("a writer to a peer that reads nothing is held up by drain(), and goes on when it reads", () => {
  const result = simulate(function* (sim) {
    let written = 0;
    let accepted: [StreamReader, StreamWriter] | null = null;
    let received = 0;
    sim.node("server", function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          accepted = [reader, writer];
          yield* sleep(1000);
          for (let chunk = yield* reader.read(1000); chunk.length > 0; chunk = yield* reader.read(1000)) received += chunk.length;
          writer.close();
        },
        null,
        7000,
      );
      yield* server.serveForever();
    });
    sim.node("client", function* () {
      const [, writer] = yield* openConnection("server", 7000);
      for (let i = 0; i < 100; i++) {
        writer.write(new Uint8Array(10_000));
        yield* writer.drain();
        written += 10_000;
      }
      writer.close();
      yield* writer.waitClosed();
    });
    yield* sleep(900);
    const held = written;
    yield* sim.eventually(() => received === 1_000_000, 10_000, "all bytes have arrived");
    return [held < 400_000, accepted !== null];
  }, FIXED);
  expect(result).toEqual([true, true]);
});

test("a connection to a paused node waits until it goes on", () => {
  const result = simulate(function* (sim) {
    const server = sim.node("server", echo);
    yield* sleep(1);
    server.pause();
    const [reader, writer] = yield* openConnection("server", 7000);
    writer.write("hello\n");
    const connected = sim.time();
    yield* sleep(100);
    server.resume();
    return [connected, yield* lineOf(reader), sim.time()];
  }, FIXED);
  expect(result).toEqual([11, "hello", 116]);
});

test("a cancelled connect leaves nothing open", () => {
  const result = simulate(function* (sim) {
    let ended = 0;
    sim.node("server", function* () {
      const server = yield* startServer(
        function* (reader) {
          try {
            yield* reader.read();
          } finally {
            ended++;
          }
        },
        null,
        7000,
      );
      yield* server.serveForever();
    });
    yield* sleep(1);
    const task = createTask(openConnection("server", 7000));
    yield* sleep(7);
    task.cancel();
    yield* sleep(100);
    return [task.cancelled(), ended];
  }, FIXED);
  expect(result).toEqual([true, 1]);
});

test("a server on an address that is taken, or of another node, is refused", () => {
  const codes = simulate(function* (sim) {
    let codes: unknown;
    sim.node("b", () => sleep(10));
    sim.node("a", function* () {
      yield* startServer(() => {}, null, 7000);
      codes = [yield* codeOf(startServer(() => {}, "localhost", 7000)), yield* codeOf(startServer(() => {}, "b", 7001))];
    });
    return yield* sim.eventually(() => codes, 100, "both were refused");
  });
  expect(codes).toEqual(["EADDRINUSE", "EADDRNOTAVAIL"]);
});

test("Unix sockets connect a node with itself only", () => {
  const result = simulate(function* (sim) {
    let result: unknown[] | undefined;
    sim.node("b", () => sleep(100));
    sim.node("a", function* () {
      yield* startUnixServer(function* (reader, writer) {
        writer.write(yield* reader.readline());
        writer.close();
      }, "/run/a.sock");
      const [reader, writer] = yield* openUnixConnection("/run/a.sock");
      writer.write("hello\n");
      const answer = yield* lineOf(reader);
      writer.close();
      result = [answer, yield* codeOf(openUnixConnection("/run/b.sock"))];
    });
    return yield* sim.eventually(() => result, 100, "the client is done");
  });
  expect(result).toEqual(["hello", "ENOENT"]);
});

test("TLS over the simulated network is a handshake without encryption", () => {
  const result = simulate(function* (sim) {
    let answer: string | undefined;
    sim.node("server", function* () {
      const server = yield* startServer(
        function* (reader, writer) {
          writer.write(yield* reader.readline());
          writer.close();
        },
        null,
        7000,
        { tls: {} },
      );
      yield* server.serveForever();
    });
    sim.node("client", function* () {
      const [reader, writer] = yield* openConnection("server", 7000, { tls: true });
      writer.write("hello\n");
      answer = yield* lineOf(reader);
      writer.close();
    });
    return yield* sim.eventually(() => answer, 1000, "the answer is there");
  });
  expect(result).toBe("hello");
});

test("the network refuses nodes that it does not know, and settings that are none", () => {
  const messages = simulate(function* (sim) {
    sim.node("a", () => sleep(1));
    sim.node("b", () => sleep(1));
    const message = (fn: () => unknown): string => {
      try {
        fn();
      } catch (error) {
        return (error as Error).message;
      }
      return "no error";
    };
    return [
      message(() => sim.net.partition([["a"], ["z"]])),
      message(() => sim.net.partition([["a"], ["a", "b"]])),
      message(() => sim.net.partition("ab" as never)),
      message(() => sim.net.between("a", "z")),
      message(() => sim.net.reset("y", "a")),
      message(() => (sim.net.latency = [5, 1])),
      message(() => (sim.net.loss = 2)),
      message(() => (sim.net.between("a", "b").bandwidth = 0)),
      message(() => (sim.net.bandwidth = Symbol("much") as never)),
      message(() => sim.net.partition([["a"]], { oneway: true } as never)),
    ];
  });
  expect(messages).toEqual([
    'sim.net.partition: the name of a node was expected, got "z"; the nodes are a, b',
    'sim.net.partition: each node in one group was expected, got "a" twice',
    'sim.net.partition: an array of groups, each an array of names, was expected, got "ab"',
    'sim.net.between: the name of a node was expected, got "z"; the nodes are a, b',
    'sim.net.between: the name of a node was expected, got "y"; the nodes are a, b',
    "sim.net: milliseconds or a range [least, most] of them was expected as latency, got [5, 1]",
    "sim.net: a probability from 0 to 1 was expected as loss, got 2",
    'sim.net.between("a", "b"): a number of bytes a second, above 0 was expected as bandwidth, got 0',
    "sim.net: a number of bytes a second, above 0 was expected as bandwidth, got Symbol(much)",
    'sim.net.partition: unknown option "oneway"; there are oneWay',
  ]);
});
