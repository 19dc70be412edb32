// The demo, of which a user has nothing but the name.
import { expect, test } from "vitest";
import { UserProject } from "./user-project.ts";

const user = new UserProject("nothing");
const npx = (...args: string[]): Promise<string> => user.program("npx", "--yes", "@asyncio-ts/demo", ...args);

test("npx plays a program of the gallery", async () => {
  const output = await npx("hello-goodbye", "--fast");
  expect(output).toContain("sleep");
  expect(output).toMatch(/Hello[\s\S]*Goodbye/i);
});

test("npx compares all of them with what CPython printed", async () => {
  expect(await npx("--check")).toMatch(/ (\d+) of \1 programs print what CPython [\d.]+ printed/);
});
