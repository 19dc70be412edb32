import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

const imports = `
  import { writeSync } from "node:fs";
  import { BlockingLoop } from "@asyncio-ts/node";
  import { KeyboardInterrupt, run, sleep } from "@asyncio-ts/tasks";
  const loop = new BlockingLoop();
  function* main() {
    try {
      writeSync(1, "waiting\\n");
      yield* sleep(60_000);
    } finally {
      writeSync(1, "cleaning up\\n");
      yield* sleep(20);
      writeSync(1, "cleaned up\\n");
    }
  }
`;

/** Runs a program, and sends it SIGINT at each line that it prints for it. */
async function interrupted(
  program: string,
  at: string[],
): Promise<{ code: number | null; signal: string | null; out: string; err: string }> {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", imports + program], { stdio: ["ignore", "pipe", "pipe"] });
  const err = text(child.stderr);
  let out = "";
  const pending = [...at];
  child.stdout.on("data", (chunk: Buffer) => {
    out += String(chunk);
    // The line comes just before the wait that the signal is to interrupt.
    if (pending.length > 0 && out.includes(`${pending[0]}\n`) && pending.shift()) setTimeout(() => child.kill("SIGINT"), 100);
  });
  const [code, signal] = (await once(child, "close")) as [number | null, string | null];
  return { code, signal, out, err: await err };
}

test("Ctrl-C in a blocked main thread runs `finally`, which may wait, and exits with code 130", async () => {
  expect(await interrupted(`run(main, { loop });`, ["waiting"])).toEqual({
    code: 130,
    signal: null,
    out: "waiting\ncleaning up\ncleaned up\n",
    err: "KeyboardInterrupt\n",
  });
});

test("Ctrl-C interrupts the wait for the I/O thread, whose call is cancelled", async () => {
  const program = `
    run(function* () {
      writeSync(1, "waiting\\n");
      yield* loop.io("node:timers/promises", "setTimeout", [60_000]);
    }, { loop });
  `;
  expect(await interrupted(program, ["waiting"])).toMatchObject({ code: 130, err: "KeyboardInterrupt\n" });
});

test("a caught KeyboardInterrupt leaves the process and its exit code alone", async () => {
  const program = `
    try {
      run(main, { loop });
    } catch (error) {
      console.log(error instanceof KeyboardInterrupt, process.listenerCount("SIGINT"));
    }
  `;
  expect(await interrupted(program, ["waiting"])).toMatchObject({ code: 0, out: "waiting\ncleaning up\ncleaned up\ntrue 0\n", err: "" });
});

test("a second Ctrl-C during the clean-up kills the process", async () => {
  const program = `
    run(function* () {
      try {
        writeSync(1, "waiting\\n");
        yield* sleep(60_000);
      } finally {
        writeSync(1, "cleaning up\\n");
        yield* sleep(60_000);
      }
    }, { loop });
  `;
  expect(await interrupted(program, ["waiting", "cleaning up"])).toMatchObject({ code: null, signal: "SIGINT" });
});

test("the program's own listener for SIGINT is called after the run, which goes on", async () => {
  const program = `
    process.on("SIGINT", () => console.log("listener"));
    run(function* () {
      writeSync(1, "waiting\\n");
      yield* sleep(400);
      writeSync(1, "went on\\n");
    }, { loop });
    setTimeout(() => {}, 50);
  `;
  expect(await interrupted(program, ["waiting"])).toMatchObject({ code: 0, out: "waiting\nwent on\nlistener\n" });
});
