import { beforeEach, inject, type RunnerTestCase, type RunnerTestSuite } from "vitest";
import { skipOf } from "../src/skips.ts";

beforeEach(({ task, skip }) => {
  const found = skipOf(inject("skips"), task.file.filepath, titleOf(task));
  if (found) skip(found.because);
});

/** As vitest's report has it: the titles of the groups around a test, and its own. */
function titleOf(task: RunnerTestCase | RunnerTestSuite): string {
  return task.suite ? `${titleOf(task.suite)} ${task.name}` : task.name;
}
