// @skip-on Bun, Deno, Chromium: The tests start programs by Node's command line.
import { expect, test } from "vitest";
import { child } from "@asyncio-ts/test-helpers/child";

const program = `
  process.env.ASYNCIO_TS_DEBUG = "1";
  const { HostLoop, newEventLoop, run } = await import("@asyncio-ts/tasks");
  function* debug() { const { getRunningLoop } = tasks; return getRunningLoop().getDebug(); }
  const tasks = await import("@asyncio-ts/tasks");
  console.log(await run(debug), await run(debug, { debug: false }), newEventLoop().getDebug());
  process.env.ASYNCIO_TS_DEBUG = "";
  console.log(await run(debug), await run(debug, { debug: true }));
`;

test("ASYNCIO_TS_DEBUG switches debug mode on, unless an option says otherwise", async () => {
  expect(await child(program)).toMatchObject({ code: 0, out: "true false true\nfalse true\n" });
});
