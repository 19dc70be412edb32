import fc from "fast-check";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hasChromium, type OpenedSite, openSite } from "./opened-site.ts";

const SEED = Number(process.env["SEED"] ?? 1);

/** A job, and its outcome in the page. */
const outcomes: Readonly<Record<string, [script: string, name: string, args: unknown[], options?: object]>> = {
  "a job that returns": ["jobs", "add", [1, 2]],
  "an async job": ["jobs", "addLater", [1, 2]],
  "a coroutine function": ["jobs", "sumOf", [[1, 2, 3]]],
  "a worker that serves late": ["late", "add", [1, 2]],
  "a job that throws an error with a code and a cause": ["jobs", "fail", []],
  "a job that throws an AggregateError": ["jobs", "failTwice", []],
  "a job that throws no error": ["jobs", "throwValue", ["text"]],
  "a job with an unclonable result": ["jobs", "unclonable", []],
  "a job that closes its worker": ["jobs", "closeWorker", []],
  "a job that crashes": ["jobs", "crash", []],
  "a job with an uncaught error": ["jobs", "failLater", []],
  "a job that its module does not have": ["jobs", "subtract", []],
  "a job that is no function": ["jobs", "notAFunction", []],
  "a worker that throws at its start": ["throwing", "add", []],
  "a worker without a script": ["missing", "add", []],
  "a worker of another origin": ["refused", "add", []],
  "a factory that returns no worker": ["none", "add", []],
  "a worker that never serves jobs": ["silent", "add", [], { startTimeout: 300 }],
};

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
describe.skipIf(!hasChromium)("in a page", () => {
  let site: OpenedSite;
  let page: Page;

  beforeAll(async () => {
    site = await openSite("dev");
    page = await site.open();
  });
  afterAll(() => site?.close());

  const call = (program: string, ...args: unknown[]) =>
    page.evaluate(`programs.${program}(${args.map((arg) => JSON.stringify(arg) ?? "undefined").join()})`);

  test.each(Object.entries(outcomes))("%s", async (_, args) => {
    console.log(JSON.stringify(await call("job", ...args), null, 1));
  });
  test.each([
    ["unclonableArgument"],
    ["movedBuffers"],
    ["typedModule"],
    ["cancelled", "spin", 50],
    ["cancelled", "cleansUp"],
    ["cancelled", "untilAborted"],
    ["cancelledInQueue"],
    ["limited", 2, 10],
    ["limited", 10, 4],
    ["shutDown"],
    ["closed"],
    ["onVirtualLoop"],
    ["badArguments"],
    ["cancelledAtRandom", 100, fc.sample(fc.integer({ min: 0, max: 3 }), { seed: SEED, numRuns: 100 })],
  ])("%s %s %s", async (name, ...args) => {
    console.log(name, JSON.stringify(await call(name, ...args), null, 1));
  });
});
