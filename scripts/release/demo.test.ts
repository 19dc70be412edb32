// Runs the demo by its name alone, as its first users do.
import { expect, test } from "vitest";
import { UserProject } from "./user-project.ts";

const user = new UserProject("nothing");
const npx = (...args: string[]): Promise<string> => user.program("npx", "--yes", "@asyncio-ts/demo", ...args);

test("npx @asyncio-ts/demo plays a program of the gallery", async () => {
  const output = await npx("hello-goodbye", "--fast");
  expect(output).toContain("sleep");
  expect(output).toMatch(/Hello[\s\S]*Goodbye/i);
});

test("npx @asyncio-ts/demo --check finds the output of every program equal to CPython's", async () => {
  expect(await npx("--check")).toMatch(/ (\d+) of \1 programs print what CPython [\d., ]+ printed/);
});
