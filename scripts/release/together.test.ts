// One program that uses core, promises and RxJS together.
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { compilers } from "./compilers.ts";
import { UserProject } from "./user-project.ts";

const program = `
import { fromPromise, toPromise } from "@asyncio-ts/promise";
import { observable, subscribe } from "@asyncio-ts/rxjs";
import { createTask, forEach, Queue, run, sleep, type Startable } from "asyncio-ts";
import { interval, map, take, toArray } from "rxjs";

function spawn<T>(startable: Startable<T>) {
  return createTask(startable);
}

const sum = await run(function* () {
  const queue = new Queue<number>();
  const reader = spawn(function* () {
    yield* forEach(subscribe(interval(1).pipe(take(3), map((n) => n + 1))), (n) => queue.put(n));
    queue.shutdown();
  });
  let sum = yield* fromPromise(Promise.resolve(100));
  yield* forEach(queue, function* (n) {
    sum += n;
  });
  yield* reader;
  return sum;
});
console.log(sum);

const doubled = observable<number>(function* (emit) {
  for (const n of [1, 2]) {
    yield* sleep(1);
    yield* emit(2 * n);
  }
});
doubled.pipe(toArray()).subscribe((all) => console.log(all.join()));
console.log(await toPromise(sleep(20, "the end")));
`;

let user: UserProject;
beforeAll(async () => {
  user = new UserProject("together");
  await user.install("asyncio-ts", "@asyncio-ts/promise", "@asyncio-ts/rxjs", "rxjs");
  user.write("program.ts", program);
});

test("loop and tasks are installed in one copy", () => {
  const folders = readdirSync(join(user.folder, "node_modules"), { recursive: true, encoding: "utf8" });
  const copies = folders.filter((folder) => folder.endsWith("@asyncio-ts/loop") || folder.endsWith("@asyncio-ts/tasks"));
  expect(copies.toSorted()).toEqual(["@asyncio-ts/loop", "@asyncio-ts/tasks"]);
});

test.each(Object.keys(compilers))("the program type-checks under TypeScript %s", async (version) => {
  expect(await user.typeCheck(version, "bundler")).toBe("");
  expect(await user.typeCheck(version, "nodenext")).toBe("");
});

test("the program runs", async () => {
  expect(await user.run("program")).toBe("106\n2,4\nthe end\n");
});
