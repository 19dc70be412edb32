// @skip-on Bun, Deno, Chromium: The tests start programs by Node's command line.
import { expect, test } from "vitest";
import { program } from "./program.ts";

test("a future passes the Promises/A+ suite when used as a thenable", async () => {
  const text = `
    const { default: suite } = await import("promises-aplus-tests");
    const { Future, getEventLoop } = await import("@asyncio-ts/tasks");
    // The suite leaves rejections unhandled on purpose.
    getEventLoop().setExceptionHandler(() => {});
    process.on("unhandledRejection", () => {});
    const adapter = {
      deferred() {
        const future = new Future();
        return {
          promise: future,
          resolve: (value) => void (future.done() || future.setResult(value)),
          reject: (reason) => void (future.done() || future.setException(reason)),
        };
      },
    };
    // The suite's own limit of 200 ms is too short on a busy machine.
    suite(adapter, { reporter: "json", timeout: 10_000 }, (error) => {
      if (error) console.log(error.message);
    });
  `;
  const report = await program(text);
  const { stats } = JSON.parse(report.join("\n")) as { stats: Record<string, number> };
  expect(stats).toMatchObject({ tests: 872, passes: 872, failures: 0 });
});
