import { readdirSync } from "node:fs";
import { describe, expect, test } from "vitest";
import { differences, withoutTimes } from "../src/differences.ts";
import { programs, recorded } from "../src/gallery.ts";
import { play } from "../src/play.ts";
import { readRecording } from "../src/recording.ts";
import { functionIn, sourceOf } from "../src/source.ts";
import { virtual } from "../src/speed.ts";

const names = programs.map(({ name }) => name).sort();
const recordedNames = recorded.map(({ name }) => name).sort();

function filesIn(folder: string, extension: string): string[] {
  return readdirSync(new URL(folder, import.meta.url))
    .filter((file) => file.endsWith(extension))
    .map((file) => file.slice(0, -extension.length))
    .sort();
}

test("each program is listed once, and has an original and a recording unless it is our own, or live and not native", () => {
  expect(names).toEqual([...new Set(names)]);
  expect(filesIn("../src/programs/", ".ts")).toEqual(names);
  expect(filesIn("../src/programs/", ".py")).toEqual(recordedNames);
  expect(filesIn("../recordings/", ".json")).toEqual(recordedNames);
});

test("a program's source fits on the lines of the terminal, and has its excerpt", async () => {
  for (const program of programs) {
    for (const line of (await sourceOf(program)).split("\n")) expect(line.length, `${program.name}: ${line}`).toBeLessThanOrEqual(77);
  }
  for (const program of programs.filter(({ excerpt }) => excerpt !== undefined)) {
    expect(functionIn(await sourceOf(program), program.excerpt!)).toMatch(/^function\* .*\n\}$/s);
  }
});

test("a name and its caption fit on one line of the terminal", () => {
  for (const { name, caption } of programs) expect(`◇  ${name}  ${caption}`.length, name).toBeLessThanOrEqual(80);
});

describe("on the virtual clock a program prints the lines of CPython at the same times", () => {
  test.each(recorded.filter(({ live }) => live !== true))("$name", async (program) => {
    const [cpython, here] = [await readRecording(program.name), await play(program, virtual)];
    expect(differences(cpython, here)).toEqual([]);
  });
});

describe("a live program with an original prints the lines of CPython", () => {
  test.each(recorded.filter(({ live }) => live === true))("$name", async (program) => {
    const [cpython, here] = [await readRecording(program.name), await play(program, virtual)];
    expect(differences(cpython, withoutTimes(here))).toEqual([]);
  });
});

test("the program that is blocked names the tasks and the lines of its source", async () => {
  const { printed } = await play({ name: "deadlock", caption: "", own: true }, virtual);
  const lines = printed.map(({ text }) => text);
  expect(lines[0]).toBe("Deadlock: every task waits, and nothing can wake one");
  expect(lines.filter((line) => line.includes("Lock"))).toHaveLength(2);
  expect(lines.filter((line) => /^ +at transfer \(deadlock\.ts:\d+:\d+\)$/.test(line))).toHaveLength(2);
});

test("the program that lasts a year ends at once", async () => {
  const { printed } = await play({ name: "virtual-year", caption: "", own: true }, virtual);
  expect(printed.map(({ text }) => text)).toEqual(["365 days: 365 backups, 8760 checks", "It took less than a second"]);
});

test("the program that explores schedules finds its race, replays it and mends it", async () => {
  const { printed } = await play({ name: "finding-races", caption: "", own: true }, virtual);
  expect(printed.map(({ text }) => text)).toMatchInlineSnapshot(`
    [
      "In asyncio's order the test passes.",
      "Schedule 28 fails: 2 deposits, but the balance is 1",
      "  step 4: the clock reached 10 ms before the timer of Task-2 ran",
      "  step 8: the clock reached 12 ms before the timer of Task-2 ran",
      "  step 10: Task-3 ran before Task-2",
      "The same again, by replay(program, "f-10u10u00z"):",
      "  Error: 2 deposits, but the balance is 1",
      "With a lock, 29 schedules pass: all with up to three deviations.",
    ]
  `);
});

test("the program with threads shows its progress, and finds all prime numbers", async () => {
  const { printed } = await play({ name: "threads", caption: "", live: true }, virtual);
  const bars = Array.from({ length: 10 }, (_, index) => `[${"#".repeat(index + 1).padEnd(10, ".")}] ${10 * (index + 1)} %`);
  expect(printed.map(({ text }) => text).slice(1)).toEqual([...bars, "148933 of them are prime numbers"]);
});

test("the program that blocks counts lines in plain calls", async () => {
  const { printed } = await play({ name: "blocking", caption: "", live: true }, virtual);
  const lines = printed.map(({ text }) => text);
  expect(lines.slice(1, 4).sort()).toEqual(["concurrent is read", "hello-world is read", "timeout is read"]);
  expect(lines.slice(4)).toEqual(["They have 44 lines", "blocking is read", "One more sum: 81"]);
});

test("the live program fetches concurrently, reaches its time limit, is cancelled, and ends", async () => {
  const { printed } = await play({ name: "live-fetch", caption: "", live: true }, virtual);
  const lines = printed.map(({ text }) => text);
  expect(lines[0]).toBe("Fetching stocks, weather, news, video, archive, all at once");
  expect(lines.at(-1)).toBe("All of them have ended, and so has the server");
  const outcomes = lines.filter((line) => line.startsWith("["));
  expect(outcomes.map((line) => line.slice(1, 6))).toEqual(["#....", "##...", "###..", "####.", "#####"]);
  expect(outcomes.map((line) => line.slice(8)).sort()).toEqual([
    "archive: no answer in 1.5 s",
    "news of today",
    "stocks of today",
    "video: cancelled",
    "weather of today",
  ]);
});

test("the program that fetches pages gets them in the time of one", async () => {
  const { printed } = await play({ name: "fetch-pages", caption: "", live: true }, virtual);
  expect(printed.map(({ text }) => text)).toEqual(["/ /about /blog /contact /imprint", "5 pages in less than 1000 ms: true"]);
});

test("the program with a database stores rows from three tasks, and reads them", async () => {
  const { printed } = await play({ name: "database", caption: "", live: true }, virtual);
  expect(printed.map(({ text }) => text)).toEqual([
    "1 visits of /about are stored",
    "3 visits of /blog are stored",
    "5 visits of / are stored",
    "/ and /blog: 5,3",
    "/ 5",
    "/blog 3",
  ]);
});
