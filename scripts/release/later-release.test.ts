// What changesets do after the first release, on a registry that has it: a minor, a minor that another package needs, a major.
import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { satisfies } from "semver";
import { afterAll, beforeAll, describe, expect, inject, test } from "vitest";
import { startRegistry } from "./registry.ts";
import { Repository } from "./repository.ts";
import { UserProject } from "./user-project.ts";

const outside = inject("outside");
let registry: Awaited<ReturnType<typeof startRegistry>>;
let repository: Repository;

beforeAll(async () => {
  const storage = join(outside, "later-registry");
  cpSync(join(outside, "registry"), storage, { recursive: true });
  registry = await startRegistry(storage, inject("registry"));
  mkdirSync(join(outside, "later-repository"));
  repository = await Repository.copy(inject("repository"), join(outside, "later-repository"), registry.url);
});
afterAll(() => registry.close());

/** Releases what a changeset says, and gives the packages that have got another version. */
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

/** The ranges in which a package is wanted, by who wants it. */
function wanted(name: string): Record<string, string> {
  const ranges = repository.packages().map((one) => [one.name, one.manifest.dependencies?.[name] ?? ""]);
  return Object.fromEntries(ranges.filter(([, range]) => range !== ""));
}

/** Where a package lies in a user's tree, and its version. */
function copies({ folder }: UserProject, name: string): Record<string, string> {
  const below = readdirSync(join(folder, "node_modules"), { recursive: true, encoding: "utf8" });
  const manifests = below.filter((file) => file.endsWith(join(name, "package.json")));
  return Object.fromEntries(
    manifests.toSorted().map((file) => [file, JSON.parse(readFileSync(join(folder, "node_modules", file), "utf8")).version]),
  );
}

test("a minor of the loop leaves its dependents as they are, in whose ranges it is", async () => {
  const before = wanted("@asyncio-ts/loop");
  expect(await release("quicker", { "@asyncio-ts/loop": "minor" })).toEqual({ "@asyncio-ts/loop": "1.1.0" });
  expect(wanted("@asyncio-ts/loop")).toEqual(before);
  expect(Object.keys(before)).toContain("@asyncio-ts/tasks");
  for (const range of Object.values(before)) expect(satisfies("1.1.0", range)).toBe(true);
});

test("a user who updates gets it, once", async () => {
  const user = new UserProject("updates", registry.url);
  await user.install("asyncio-ts@1.0.0", "@asyncio-ts/loop@1.0.0");
  expect(copies(user, "@asyncio-ts/loop")).toEqual({ "@asyncio-ts/loop/package.json": "1.0.0" });
  user.write("package.json", JSON.stringify({ type: "module", dependencies: { "asyncio-ts": "^1.0.0" } }));
  await user.program("npm", "update");
  expect(copies(user, "@asyncio-ts/loop")).toEqual({ "@asyncio-ts/loop/package.json": "1.1.0" });
});

test("a package that is released together with a minor below it asks for that minor", async () => {
  expect(await release("needed", { "@asyncio-ts/loop": "minor", "@asyncio-ts/tasks": "patch" })).toEqual({
    "@asyncio-ts/loop": "1.2.0",
    "@asyncio-ts/tasks": "1.0.1",
  });
  expect(wanted("@asyncio-ts/loop")).toMatchObject({ "@asyncio-ts/tasks": "^1.2.0", "@asyncio-ts/sync": "^1.0.0" });
});

describe("copies of two minors in one tree", () => {
  let user: UserProject;
  beforeAll(async () => {
    user = new UserProject("two-minors", registry.url);
    user.plant("older", { "@asyncio-ts/loop": "1.0.0", "@asyncio-ts/tasks": "1.0.0" }, 'export * from "@asyncio-ts/tasks";');
    await user.install("@asyncio-ts/tasks@1.0.1", "@asyncio-ts/loop@1.2.0", "--install-links", "./older");
  });

  test("are two", () => {
    const nested = "older/node_modules/@asyncio-ts";
    expect(copies(user, "@asyncio-ts/loop")).toEqual({
      "@asyncio-ts/loop/package.json": "1.2.0",
      [`${nested}/loop/package.json`]: "1.0.0",
    });
    expect(Object.keys(copies(user, "@asyncio-ts/tasks"))).toEqual(["@asyncio-ts/tasks/package.json", `${nested}/tasks/package.json`]);
  });

  test("work as one: instanceof, the current task, each other's futures and cancellation", async () => {
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
         console.log(yield* ours.gather(task, future));
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
    expect(await user.run("program")).toBe("false true true\n[ true, 'awaited' ]\ntrue true\n");
  });
});

describe("a major of the loop", () => {
  beforeAll(() => {
    const realm = join(repository.folder, "packages/core/loop/src/realm.ts");
    writeFileSync(realm, readFileSync(realm, "utf8").replace("MAJOR = 1;", "MAJOR = 2;"));
  });

  test("is a release of all that stand on it, and moves their ranges", async () => {
    const dependents = Object.keys(wanted("@asyncio-ts/loop"));
    const released = await release("incompatible", { "@asyncio-ts/loop": "major" });
    expect(released["@asyncio-ts/loop"]).toBe("2.0.0");
    expect(Object.keys(released)).toEqual(expect.arrayContaining(dependents));
    for (const range of Object.values(wanted("@asyncio-ts/loop"))) expect(range).toBe("^2.0.0");
  });

  test("fails at import beside the former one, naming both versions", async () => {
    const user = new UserProject("two-majors", registry.url);
    await user.install("@asyncio-ts/loop@2.0.0", "@asyncio-ts/tasks@1.0.1");
    expect(Object.values(copies(user, "@asyncio-ts/loop"))).toEqual(["2.0.0", "1.2.0"]);
    user.write(
      "program.ts",
      'import { LoopCore } from "@asyncio-ts/loop"; import { run } from "@asyncio-ts/tasks"; console.log(LoopCore, run);',
    );
    await expect(user.run("program")).rejects.toThrow(
      "Error: asyncio-ts 1.2.0 cannot run beside asyncio-ts 2.0.0, which was loaded first: they are incompatible.",
    );
  });
});
