import { expect, test } from "vitest";
import { play } from "../src/play.ts";
import { virtual } from "../src/speed.ts";

test("the crawler requests each page once, at most three at a time and four a second, and counts them", async () => {
  const { printed } = await play({ name: "crawler", caption: "" }, virtual);
  const requests = printed.slice(0, -2).map(({ at, text }) => {
    const [, url, inFlight] = /^GET (\S+), (\d) in flight$/.exec(text)!;
    return { at, url, inFlight: Number(inFlight) };
  });
  expect(new Set(requests.map(({ url }) => url)).size).toBe(requests.length);
  expect(Math.max(...requests.map(({ inFlight }) => inFlight))).toBe(3);
  for (const [i, { at }] of requests.entries()) expect(at).toBeGreaterThanOrEqual(250 * (i + 1));
  expect(printed.slice(-2).map(({ text }) => text)).toEqual([
    `${requests.length} requests for ${requests.length} of ${requests.length} pages`,
    "At most 3 in flight",
  ]);
});
