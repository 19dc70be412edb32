// @skip-on Chromium: A page does not have Node's sockets and processes.
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { HostDriver, LoopCore } from "@asyncio-ts/loop";
import { expect, onTestFinished, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { child } from "@asyncio-ts/test-helpers/child";

/** More steps than a loop takes in seconds. A loop that starves its host stops here, and the test fails. */
const STEP_LIMIT = 20_000_000;

function hostLoop(): LoopCore {
  const loop = new LoopCore(new HostDriver());
  onTestFinished(() => loop.close());
  return loop;
}

/** Starts an interval of the host and counts its calls. */
function countedInterval(): { calls: number } {
  const counted = { calls: 0 };
  const timer = setInterval(() => counted.calls++, 1);
  onTestFinished(() => clearInterval(timer));
  return counted;
}

/** Connects to a server that echoes its input. */
async function connectToEcho(): Promise<Socket> {
  const server = createServer((socket) => socket.pipe(socket)).listen(0, "127.0.0.1");
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  onTestFinished(() => {
    socket.destroy();
    server.close();
  });
  await once(socket, "connect");
  return socket;
}

// Deno polls sockets only every 61 turns while immediates are pending.
test.skipIf(on("Deno"))("ready work starves neither a socket nor an interval of the host, and they do not starve the work", async () => {
  const loop = hostLoop();
  const socket = await connectToEcho();
  const interval = countedInterval();
  const wanted = 50;
  let echoes = 0;
  socket.on("data", () => {
    if (++echoes < wanted) socket.write("ping");
  });
  socket.write("ping");
  let steps = 0;
  await new Promise<void>((resolve) => {
    const spin = (): void => {
      if ((echoes >= wanted && interval.calls >= 10) || ++steps > STEP_LIMIT) return resolve();
      loop.callSoon(spin);
    };
    for (let i = 0; i < 100; i++) loop.callSoon(spin);
  });
  expect(echoes).toBe(wanted);
  expect(interval.calls).toBeGreaterThanOrEqual(10);
  expect(steps).toBeGreaterThan(wanted);
  expect(steps).toBeLessThan(STEP_LIMIT);
});

test("a chain of settled promises that wake the loop does not starve an interval of the host", async () => {
  const loop = hostLoop();
  const interval = countedInterval();
  let links = 0;
  await new Promise<void>((resolve) => {
    const next = (): void => {
      if (interval.calls >= 10 || ++links > STEP_LIMIT / 10) return resolve();
      void Promise.resolve().then(() => loop.callSoon(next));
    };
    loop.callSoon(next);
  });
  expect(interval.calls).toBeGreaterThanOrEqual(10);
  expect(links).toBeLessThan(STEP_LIMIT / 10);
});

test("timers of a host loop fire in deadline order while work stays ready", async () => {
  const loop = hostLoop();
  const log: string[] = [];
  let steps = 0;
  await new Promise<void>((resolve) => {
    const spin = (): void => {
      if (log.length < 2 && ++steps < STEP_LIMIT) loop.callSoon(spin);
      else resolve();
    };
    const now = loop.time();
    loop.callAt(now + 3, () => log.push("later"));
    loop.callAt(now + 1, () => log.push("sooner"));
    loop.callSoon(spin);
  });
  expect(log).toEqual(["sooner", "later"]);
});

test("stop() ends the run of a host loop, from a host callback and from a timer of the loop", async () => {
  const loop = hostLoop();
  setTimeout(() => loop.stop(), 1);
  await loop.runForever();
  expect(loop.isRunning()).toBe(false);
  loop.callLater(1, () => loop.stop());
  await loop.runForever();
});

// Deno does not take the command line of Node that starts the program.
test.skipIf(on("Deno"))("an idle loop does not keep the process alive, even if its run is pending and host work is held", async () => {
  const { code, out, err } = await child(`
    import { HostDriver, LoopCore } from "@asyncio-ts/loop";
    const loop = new LoopCore(new HostDriver());
    loop.callSoon(() => console.log("ran"));
    loop.hostWork("something that never comes");
    void loop.runForever();
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "ran\n", err: "" });
});

// Deno does not take the command line of Node that starts the program.
test.skipIf(on("Deno"))("a pending timer keeps the process alive until it fires, and a cancelled timer does not", async () => {
  const { code, out, err } = await child(`
    import { HostDriver, LoopCore } from "@asyncio-ts/loop";
    const loop = new LoopCore(new HostDriver());
    loop.callLater(10, () => console.log("fired"));
    const hour = loop.callLater(3_600_000, () => console.log("an hour later"));
    setTimeout(() => hour.cancel(), 20);
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "fired\n", err: "" });
});

// Deno does not take the command line of Node that starts the program.
test.skipIf(on("Deno"))("a loop that rests after stop() does not keep the process alive, even if a timer is set", async () => {
  const { code, out, err } = await child(`
    import { HostDriver, LoopCore } from "@asyncio-ts/loop";
    const loop = new LoopCore(new HostDriver());
    loop.callLater(3_600_000, () => console.log("an hour later"));
    loop.callSoon(() => loop.stop());
    await loop.runForever();
    console.log("rests");
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "rests\n", err: "" });
});

// Deno does not take the command line of Node that starts the program.
test.skipIf(on("Deno"))("an idle loop does not keep the process alive on a host without setImmediate", async () => {
  const { code, out, err } = await child(`
    delete globalThis.setImmediate;
    const { HostDriver, LoopCore } = await import("@asyncio-ts/loop");
    const loop = new LoopCore(new HostDriver());
    loop.callSoon(() => setTimeout(() => loop.callSoon(() => console.log("woken twice")), 5));
    setTimeout(() => { console.log("still alive"); process.exit(1); }, 2_000).unref();
  `);
  expect({ code, out, err }).toEqual({ code: 0, out: "woken twice\n", err: "" });
});

test("rule 1: a timer of 0 milliseconds on a host loop is due in the next pass", async () => {
  const loop = hostLoop();
  const log: string[] = [];
  await new Promise<void>((resolve) => {
    loop.callSoon(() => {
      loop.callLater(0, () => log.push("timer"));
      loop.callAt(loop.time(), () => log.push("timer at now"));
      loop.callSoon(() => {
        log.push("pass 1");
        loop.callSoon(() => {
          log.push("pass 2");
          resolve();
        });
      });
    });
  });
  expect(log).toEqual(["pass 1", "timer", "timer at now", "pass 2"]);
});
