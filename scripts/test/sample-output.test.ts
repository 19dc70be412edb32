import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { outputOf } from "../checks/sample-output.ts";

function program(code: string): string {
  const folder = mkdtempSync(join(tmpdir(), "sample-output-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, "sample.mjs"), code);
  return join(folder, "sample.mjs");
}

test("outputOf() returns the standard output of a sample that ends", async () => {
  expect(await outputOf(program("console.log(1); console.error(2);"))).toBe("1\n");
});

test("outputOf() of a sample that fails throws its exit code and its output", async () => {
  const failing = outputOf(program('console.log("before"); throw new RangeError("boom");'));
  await expect(failing).rejects.toThrow(/^The sample ended with exit code 1\. Its output:\nbefore\n[^]*RangeError: boom/);
});

test("outputOf() of a sample that does not end throws that it was killed, and its output", async () => {
  const hanging = outputOf(program('console.log("before"); setInterval(() => {}, 1000);'), 2000);
  await expect(hanging).rejects.toThrow("The sample did not end and was killed after 2000 ms. Its output:\nbefore\n");
});

test("outputOf() of a sample that another process kills throws the signal", async () => {
  await expect(outputOf(program('process.kill(process.pid, "SIGKILL");'))).rejects.toThrow(
    "The sample was killed by SIGKILL. Its output:\n",
  );
});
