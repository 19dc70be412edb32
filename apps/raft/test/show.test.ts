import { spawnSync } from "node:child_process";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const program = fileURLToPath(new URL("../dist/show/main.js", import.meta.url));

test("npm run raft shows an election, a killed leader, the next one, and ends by itself", () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program], { encoding: "utf8" });
  expect(stderr).toBe("");
  expect(stdout).toMatch(/is elected[\s\S]*is killed[\s\S]*is elected[\s\S]*values are read[\s\S]*has caught up[\s\S]*have ended/);
  expect(status).toBe(0);
});
