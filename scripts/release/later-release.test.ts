// Releases after the first one: a minor, a minor that another package needs, and a major.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { inc, parse, satisfies } from "semver";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startRegistry } from "./registry.ts";
import { Repository } from "./repository.ts";
import { UserProject } from "./user-project.ts";

const outside = inject("outside");
const loop = "@asyncio-ts/loop";
const tasks = "@asyncio-ts/tasks";
let registry: Awaited<ReturnType<typeof startRegistry>>;
let repository: Repository;
/** The versions of the first release. */
let first: Record<string, string>;

beforeAll(async () => {
  const storage = join(outside, "later-registry");
  cpSync(join(outside, "registry"), storage, { recursive: true });
  registry = await startRegistry(storage, inject("registry"));
  mkdirSync(join(outside, "later-repository"));
  repository = await Repository.copy(inject("repository"), join(outside, "later-repository"), registry.url);
  first = versions();
});
afterAll(() => registry.close());

/** Releases a changeset, and returns the packages with new versions. */
async function release(name: string, bumps: Parameters<Repository["addChangeset"]>[1]): Promise<Record<string, string>> {
  const before = versions();
  repository.addChangeset(name, bumps);
  await repository.version();
  await repository.publish();
  return Object.fromEntries(Object.entries(versions()).filter(([one, version]) => version !== before[one]));
}

function versions(): Record<string, string> {
  return Object.fromEntries(repository.packages().map(({ name, manifest }) => [name, manifest.version]));
}

/** Returns the ranges in which other packages depend on a package, by the dependent's name. */
function wanted(name: string): Record<string, string> {
  const ranges = repository.packages().map((one) => [one.name, one.manifest.dependencies?.[name] ?? ""]);
  return Object.fromEntries(ranges.filter(([, range]) => range !== ""));
}

/** Returns the versions of a package in a user's node_modules, by their paths. */
function copies({ folder }: UserProject, name: string): Record<string, string> {
  const below = readdirSync(join(folder, "node_modules"), { recursive: true, encoding: "utf8" });
  const manifests = below.filter((file) => file.endsWith(join(name, "package.json")));
  return Object.fromEntries(
    manifests.toSorted().map((file) => [file, JSON.parse(readFileSync(join(folder, "node_modules", file), "utf8")).version]),
  );
}

test("a minor of the loop stays in the ranges of its dependents and does not release them", async () => {
  const before = wanted(loop);
  const minor = inc(first[loop]!, "minor")!;
  expect(await release("quicker", { [loop]: "minor" })).toEqual({ [loop]: minor });
  expect(wanted(loop)).toEqual(before);
  expect(Object.keys(before)).toContain(tasks);
  for (const range of Object.values(before)) expect(satisfies(minor, range)).toBe(true);
});

test("npm update installs the minor, in one copy", async () => {
  const user = new UserProject("updates", registry.url);
  await user.install(`asyncio-ts@${first["asyncio-ts"]}`, `${loop}@${first[loop]}`);
  expect(copies(user, loop)).toEqual({ [`${loop}/package.json`]: first[loop] });
  user.write("package.json", JSON.stringify({ type: "module", dependencies: { "asyncio-ts": `^${first["asyncio-ts"]}` } }));
  await user.program("npm", "update");
  expect(copies(user, loop)).toEqual({ [`${loop}/package.json`]: versions()[loop] });
});

test("a package that is released together with a minor of its dependency requires that minor", async () => {
  const before = wanted(loop);
  const minor = inc(versions()[loop]!, "minor")!;
  expect(await release("needed", { [loop]: "minor", [tasks]: "patch" })).toEqual({
    [loop]: minor,
    [tasks]: inc(first[tasks]!, "patch"),
  });
  expect(wanted(loop)).toEqual({ ...before, [tasks]: `^${minor}` });
});

describe("copies of two minors in one tree", () => {
  let user: UserProject;
  beforeAll(async () => {
    user = new UserProject("two-minors", registry.url);
    user.plant("older", { [loop]: first[loop]!, [tasks]: first[tasks]! }, `export * from "${tasks}";`);
    await user.install(`${tasks}@${versions()[tasks]}`, `${loop}@${versions()[loop]}`, "--install-links", "./older");
  });

  test.each([loop, tasks])("the tree has two copies of %s", (name) => {
    expect(copies(user, name)).toEqual({
      [`${name}/package.json`]: versions()[name],
      [`older/node_modules/${name}/package.json`]: first[name],
    });
  });

  test("the copies share instanceof, the current task, futures and cancellation", async () => {
    user.write(
      "program.ts",
      `import * as ours from "@asyncio-ts/tasks";
       // @ts-expect-error: it has no types
       import * as older from "older";
       const theirs = older as typeof ours;
       await ours.run(function* () {
         const task = theirs.createTask(function* () {
           yield* ours.sleep(1);
           return ours.currentTask() === theirs.currentTask();
         });
         const future = theirs.getRunningLoop().createFuture<string>();
         ours.getRunningLoop().callLater(5, () => future.setResult("awaited"));
         console.log(ours.Task === theirs.Task, task instanceof ours.Task, future instanceof ours.Future);
         console.log((yield* ours.gather(task, future)).join());
         const slow = ours.createTask(theirs.sleep(60_000));
         yield* ours.sleep(1);
         slow.cancel();
         try {
           yield* theirs.waitFor(slow, 1_000);
         } catch (error) {
           console.log(error instanceof ours.CancelledError, error instanceof theirs.CancelledError);
         }
       });`,
    );
    expect(await user.run("program")).toBe("false true true\ntrue,awaited\ntrue true\n");
  });
});

describe("a major of the loop", () => {
  let former: string;
  let major: string;
  beforeAll(() => {
    former = versions()[loop]!;
    major = inc(former, "major")!;
    const runtime = join(repository.folder, "packages/core/loop/src/execution/runtime.ts");
    writeFileSync(runtime, readFileSync(runtime, "utf8").replace(/MAJOR = \d+;/, `MAJOR = ${parse(major)!.major};`));
  });

  test("releases all dependents, and moves their ranges", async () => {
    const dependents = Object.keys(wanted(loop));
    const released = await release("incompatible", { [loop]: "major" });
    expect(released[loop]).toBe(major);
    expect(Object.keys(released)).toEqual(expect.arrayContaining(dependents));
    for (const range of Object.values(wanted(loop))) expect(range).toBe(`^${major}`);
  });

  test("fails at import beside the previous major, with both versions in the error", async () => {
    const user = new UserProject("two-majors", registry.url);
    await user.install(`${loop}@${major}`, `${tasks}@${inc(first[tasks]!, "patch")}`);
    expect(Object.values(copies(user, loop))).toEqual([major, former]);
    user.write("program.ts", `import { LoopCore } from "${loop}"; import { run } from "${tasks}"; console.log(LoopCore, run);`);
    await expect(user.run("program")).rejects.toThrow(
      `Error: asyncio-ts ${former} cannot run beside asyncio-ts ${major}, which was loaded first: let all packages depend on one of them.`,
    );
  });
});
