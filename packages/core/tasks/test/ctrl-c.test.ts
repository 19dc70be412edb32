// @skip-on Bun, Deno, Chromium: The tests start programs by Node's command line.
import { expect, test } from "vitest";
import { child } from "@asyncio-ts/test-helpers/child";

const imports = `
  import { KeyboardInterrupt, run, sleep } from "@asyncio-ts/tasks";
  const ctrlC = () => process.kill(process.pid, "SIGINT");
  function* main() {
    setTimeout(ctrlC);
    try {
      yield* sleep(60_000);
    } finally {
      console.log("cleaning up");
      yield* sleep(20);
      console.log("cleaned up");
    }
  }
`;

test("an uncaught KeyboardInterrupt ends the process with exit code 130 and one line", async () => {
  expect(await child(`${imports} await run(main);`)).toEqual({
    code: 130,
    out: "cleaning up\ncleaned up\n",
    err: "KeyboardInterrupt\n",
  });
});

test("a KeyboardInterrupt of a run that the program does not await ends the process with exit code 130", async () => {
  expect(await child(`${imports} run(main); setInterval(() => {}, 60_000);`)).toMatchObject({ code: 130, err: "KeyboardInterrupt\n" });
});

test("a caught KeyboardInterrupt leaves the process and its exit code alone", async () => {
  const program = `${imports}
    const error = await run(main).catch((error) => error);
    console.log(error instanceof KeyboardInterrupt, process.listenerCount("SIGINT"));
  `;
  expect(await child(program)).toEqual({ code: 0, out: "cleaning up\ncleaned up\ntrue 0\n", err: "" });
});

test("the program's own listener for uncaught exceptions decides on a KeyboardInterrupt", async () => {
  const program = `${imports}
    process.on("uncaughtException", (error) => console.log(String(error)));
    run(main);
  `;
  expect(await child(program)).toMatchObject({ code: 0, out: "cleaning up\ncleaned up\nKeyboardInterrupt\n" });
});

test("a second Ctrl-C during the clean-up kills the process", async () => {
  const program = `${imports}
    await run(function* () {
      setTimeout(ctrlC);
      try {
        yield* sleep(60_000);
      } finally {
        setTimeout(ctrlC);
        yield* sleep(60_000);
      }
    });
  `;
  expect(await child(program)).toMatchObject({ code: null, out: "", err: "" });
});

test("a Ctrl-C after the end of a run kills the process", async () => {
  const program = `${imports}
    await run(() => sleep(1));
    ctrlC();
    setTimeout(() => console.log("alive"), 60_000);
  `;
  expect(await child(program)).toMatchObject({ code: null, out: "" });
});
