import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { expect, test } from "vitest";

/** A program of Node's in this folder, with its standard streams as pipes. */
function start(program: string) {
  const child = spawn(process.execPath, ["--input-type=module", "--eval", program], { cwd: new URL("..", import.meta.url) });
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  return { child, exit, out: text(child.stdout).catch(String), err: text(child.stderr) };
}

/** A program that prints lines in upper case, up to a last one. */
const upper = (last: string) => `
  import { stdin, stdout } from "@asyncio-ts/node";
  import { forEach, run } from "asyncio-ts";
  await run(function* () {
    const lines = yield* stdin();
    const output = yield* stdout();
    yield* forEach(lines, function* (line) {
      const text = new TextDecoder().decode(line);
      output.write(text.toUpperCase());
      yield* output.drain();
      if (text.trim() === "${last}") return forEach.stop;
    });
    output.close();
    yield* output.waitClosed();
    console.log("closed");
  });
  console.log("done");
`;

test("a program reads lines from a pipe to its end", async () => {
  const { child, exit, out, err } = start(upper("none"));
  child.stdin.end("one\ntwo\nthree");
  expect([await exit, await out, await err]).toEqual([0, "ONE\nTWO\nTHREEclosed\ndone\n", ""]);
});

test("a program that stops reading stdin ends, although the pipe stays open", async () => {
  const { child, exit, out, err } = start(upper("one"));
  child.stdin.write("one\ntwo\n");
  expect([await exit, await out, await err]).toEqual([0, "ONE\nclosed\ndone\n", ""]);
  child.stdin.destroy();
});

test("a program that never reads stdin ends, although the pipe stays open", async () => {
  const { child, exit, out } = start(`
    import { stdin } from "@asyncio-ts/node";
    import { run } from "asyncio-ts";
    await run(function* () {
      console.log((yield* stdin()) === (yield* stdin()));
    });
  `);
  expect([await exit, await out]).toEqual([0, "true\n"]);
  child.stdin.destroy();
});

test("a second run reads on where the first has stopped", async () => {
  const { child, exit, out } = start(`
    import { stdin } from "@asyncio-ts/node";
    import { run } from "asyncio-ts";
    const readline = function* () {
      const line = yield* (yield* stdin()).readline();
      console.log(new TextDecoder().decode(line).trim());
    };
    await run(readline);
    console.log("next");
    await run(readline);
  `);
  child.stdin.write("one\n");
  // Not before the end of the first run: it would lose what it reads ahead.
  child.stdout.on("data", (data) => String(data).includes("next") && child.stdin.write("two\n"));
  expect([await exit, await out]).toEqual([0, "one\nnext\ntwo\n"]);
  child.stdin.destroy();
});

// The terminal is the one of Debian's and macOS's \`script\`.
test.skipIf(process.platform !== "linux")("a program reads lines from a terminal, and ends although it stays open", async () => {
  const command = `${process.execPath} --input-type=module --eval "$PROGRAM"`;
  const child = spawn("script", ["--quiet", "--return", "--command", command, "/dev/null"], {
    cwd: new URL("..", import.meta.url),
    env: { ...process.env, PROGRAM: `console.log(String(["terminal", process.stdin.isTTY, process.stdout.isTTY]));${upper("stop")}` },
  });
  const exit = new Promise<number | null>((resolve) => child.on("exit", resolve));
  const out = text(child.stdout);
  child.stdout.once("data", () => child.stdin.write("one\nstop\n"));
  expect(await exit).toBe(0);
  // The terminal echoes what is typed.
  const lines = (await out).split("\r\n").filter((line) => line !== "one" && line !== "stop");
  expect(lines).toEqual(["terminal,true,true", "ONE", "STOP", "closed", "done", ""]);
  child.stdin.destroy();
});

test("a writer to a pipe without a reader gets the error", async () => {
  const { child, exit, err } = start(`
    import { stdout } from "@asyncio-ts/node";
    import { run, sleep } from "asyncio-ts";
    await run(function* () {
      const output = yield* stdout();
      try {
        for (;;) {
          output.write("data\\n");
          yield* output.drain();
          yield* sleep(0);
        }
      } catch (error) {
        console.error(error.code);
      }
    });
  `);
  child.stdout.destroy();
  expect([await exit, await err]).toEqual([0, "EPIPE\n"]);
});
