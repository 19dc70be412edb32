import { WorkerExecutor } from "@asyncio-ts/browser";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { hasChromium, type OpenedSite, openSite } from "./opened-site.ts";

// This machine has no Chromium at `$CHROMIUM` or `/usr/bin/chromium`. `npm run check:release` brings one.
describe.skipIf(!hasChromium)("in a page of Vite's development server", () => {
  let site: OpenedSite;
  let page: Page;

  beforeAll(async () => {
    site = await openSite("dev");
    page = await site.open();
  });
  afterAll(() => site?.close());

  const unsendable = (reason: string) => ({
    error: { type: "TypeError", message: `an argument of typeOf cannot be sent to another thread: ${reason}` },
  });

  test("an argument that workers cannot read fails its job, and the next job works", async () => {
    const outcome = unsendable("workers lack its class");
    expect(await site.call(page, "argumentOfThePage")).toMatchObject([outcome, { result: 3 }]);
  });

  test("an argument whose getter throws an object without text fails its job, and the next job works", async () => {
    expect(await site.call(page, "argumentThatThrows")).toMatchObject([unsendable("an object of class null"), { result: 3 }]);
  });

  test("an argument whose getter closes the executor cancels its job", async () => {
    expect(await site.call(page, "argumentThatCloses")).toMatchObject({ error: { type: "CancelledError" } });
  });

  test("a function that returns the same worker again fails one job, and the worker runs the other", async () => {
    const message = "WorkerExecutor: the worker cannot start: a new Worker was expected from the function, got the same again";
    expect(await site.call(page, "sameWorker")).toMatchObject([{ error: { type: "BrokenExecutor", message } }, { result: 3 }]);
  });

  test("a job that is cancelled twice leaves no timer that would end the worker under another job", async () => {
    // The one timer is that of the idle worker.
    expect(await site.call(page, "cancelledTwice")).toEqual({ timers: 0, workers: 0 });
  });

  test("serveJobs() in a shared worker is refused", async () => {
    expect(await site.call(page, "servedByAll")).toContain("serveJobs: a dedicated worker was expected");
  });

  test("idle() with a limit that has passed, or of less than a millisecond, ends on a busy page", async () => {
    expect(await site.call(page, "limitedIdle", [0, -1, 0.5])).toEqual([true, true, true]);
  });
});

describe("WorkerExecutor()", () => {
  afterEach(() => vi.unstubAllGlobals());

  test("on a host without navigator has one worker by default", () => {
    vi.stubGlobal("navigator", undefined);
    expect(String(new WorkerExecutor(() => null as never))).toBe("<WorkerExecutor maxWorkers=1>");
  });
});
