import {
  type Awaits,
  captureCallGraph,
  coroutine,
  type Coroutine,
  createTask,
  forEach,
  formatCallGraph,
  type Future,
  type FutureCallGraph,
  gather,
  getRunningLoop,
  printCallGraph,
  run,
  shield,
  sleep,
  type Source,
  type Startable,
  type Task,
  taskGroup,
  timeout,
  wait,
  waitFor,
} from "@asyncio-ts/tasks";
import { VirtualLoop, virtually } from "@asyncio-ts/testing";
import { test } from "@asyncio-ts/testing/vitest";
import { cancelOthers } from "@asyncio-ts/test-helpers/cancel-others";
import { describe, expect, test as plain } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";

type GraphNames = [name: string, calls: string[], awaitedBy: GraphNames[]];

/** Reduces a graph to the names of the task, of its calls (innermost first) and, in the same form, of its awaiters. */
function namesOf({ future, callStack, awaitedBy }: FutureCallGraph): GraphNames {
  const name = "getName" in future ? (future as Task<unknown>).getName() : "future";
  return [name, callStack.map((site) => site.name), awaitedBy.map(namesOf)];
}

/** The graph of the running task. */
const here = (): GraphNames => namesOf(captureCallGraph()!);

/** The graph of `future`, once all tasks are parked. */
function* graphOnceParked(future: Future<unknown>): Coroutine<GraphNames> {
  for (let pass = 0; pass < 5; pass++) yield* sleep(0);
  return namesOf(captureCallGraph(future)!);
}

function* leaf(): Coroutine<GraphNames> {
  yield* sleep(0);
  return here();
}

function* branch(): Coroutine<GraphNames> {
  yield* sleep(0);
  return yield* leaf();
}

/** Runs `main` in a task named "main". */
const runInMain = <T>(main: Startable<T> & Awaits<T>): T =>
  virtually(function* () {
    return yield* createTask(main, { name: "main" });
  })();

/** Drops the awaiters of the main task. */
function upToMain([name, calls, awaitedBy]: GraphNames): GraphNames {
  return [name, calls, name === "main" ? [] : awaitedBy.map(upToMain)];
}

// JavaScriptCore hides where a task waits: stacks show no lines.
describe.skipIf(on("Bun"))("the awaiters in captureCallGraph()", () => {
  // CPython: test_graph.test_stack_task
  plain("an awaited task lists its awaiter, with the awaiter's calls", () => {
    const graph = runInMain(function* main() {
      function* second() {
        return yield* createTask(branch, { name: "there there" });
      }
      return yield* second();
    });
    expect(upToMain(graph)).toEqual(["there there", ["here", "leaf", "branch"], [["main", ["second", "main"], []]]]);
  });

  // CPython: test_graph.test_stack_gather
  plain("a child of gather() lists the task that awaits gather()", () => {
    const graph = runInMain(function* main() {
      const [graph] = yield* gather(createTask(branch, { name: "child" }), sleep(0));
      return graph;
    });
    expect(upToMain(graph)).toEqual(["child", ["here", "leaf", "branch"], [["main", ["main"], []]]]);
  });

  // CPython: test_graph.test_stack_shield
  plain("a task inside shield() lists the task that awaits shield()", () => {
    const graph = runInMain(function* main() {
      return yield* shield(createTask(branch, { name: "child" }));
    });
    expect(upToMain(graph)).toEqual(["child", ["here", "leaf", "branch"], [["main", ["main"], []]]]);
  });

  // CPython: test_graph.test_stack_wait
  plain("a task given to wait() lists the task that awaits wait()", () => {
    const graph = runInMain(function* main() {
      const child = createTask(branch, { name: "child" });
      yield* wait([child, createTask(sleep(0))]);
      return child.result();
    });
    expect(upToMain(graph)).toEqual(["child", ["here", "leaf", "branch"], [["main", ["wait", "main"], []]]]);
  });

  // CPython: test_graph.test_stack_timeout
  plain("a task given to waitFor() lists its awaiter, and its own calls include timeout()", () => {
    const graph = runInMain(function* main() {
      function* limited() {
        return yield* timeout(1000, branch);
      }
      return yield* waitFor(createTask(limited, { name: "child" }), 1000);
    });
    expect(upToMain(graph)).toEqual(["child", ["here", "leaf", "branch", "timeLimit", "limited"], [["main", ["waitFor", "main"], []]]]);
  });

  // CPython: test_graph.test_stack_tgroup
  plain("a task of a taskGroup() lists the task that owns the group, and other awaiters", () => {
    const graph = runInMain(function* main() {
      return yield* taskGroup(function* (group) {
        const child = group.createTask(branch, { name: "child" });
        function* awaits() {
          return yield* child;
        }
        group.createTask(awaits, { name: "one" });
        group.createTask(awaits, { name: "two" });
        return child;
      });
    }).result();
    const main: GraphNames = ["main", ["TaskGroup._exit", "taskGroup", "main"], []];
    expect(upToMain(graph)).toEqual([
      "child",
      ["here", "leaf", "branch"],
      [main, ["one", ["awaits"], [main]], ["two", ["awaits"], [main]]],
    ]);
  });

  // CPython: test_graph.test_stack_future
  plain("a plain future has no calls, but lists its awaiters", () => {
    const graph = runInMain(function* main() {
      const future = getRunningLoop().createFuture<void>();
      function* inner() {
        yield* future;
      }
      function* outer() {
        yield* inner();
      }
      return yield* taskGroup(function* (group) {
        group.createTask(outer, { name: "A" });
        group.createTask(inner, { name: "B" });
        const graph = yield* graphOnceParked(future);
        future.setResult();
        return graph;
      });
    });
    expect(graph.slice(0, 2)).toEqual(["future", []]);
    expect(graph[2].map(([name, calls]) => [name, calls])).toEqual([
      ["A", ["inner", "outer"]],
      ["B", ["inner"]],
    ]);
  });

  plain("a task lists no awaiter after wait() timed out", () => {
    const graph = runInMain(function* main() {
      const child = createTask(sleep(1000), { name: "child" });
      yield* wait([child], { timeout: 10 });
      const graph = namesOf(captureCallGraph(child)!);
      yield* child;
      return graph;
    });
    expect(graph).toEqual(["child", ["sleep"], []]);
  });
});

// JavaScriptCore hides where a task waits: stacks show no lines.
describe.skipIf(on("Bun"))("the call stack in captureCallGraph()", () => {
  // CPython: test_graph.test_stack_async_gen
  plain("includes forEach() and the next() of its source", () => {
    const graph = runInMain(function* main() {
      let graph: GraphNames | undefined;
      const source: Source<number> = {
        *next() {
          graph = yield* leaf();
          return { done: true, value: undefined };
        },
      };
      yield* forEach(source, function* () {});
      return graph!;
    });
    expect(graph[1]).toEqual(["here", "leaf", "Object.next", "forEach", "main"]);
  });

  plain("of the running task includes marked coroutines, whether or not they have waited before", () => {
    const deepest = coroutine(function* deepest() {
      return here();
    });
    const deep = coroutine(function* deep() {
      const before = here();
      yield* sleep(0);
      return [before, yield* deepest()];
    });
    const middle = coroutine(function* middle() {
      return yield* deep();
    });
    const graphs = runInMain(function* main() {
      return yield* middle();
    });
    expect(graphs.map(([, calls]) => calls)).toEqual([
      ["here", "deep", "middle", "main"],
      ["here", "deepest", "deep", "middle", "main"],
    ]);
  });

  plain("of an eager task excludes the calls of its creator", () => {
    const [, calls] = runInMain(function* main() {
      return yield* createTask(
        function* eager() {
          return here();
        },
        { eagerStart: true },
      );
    });
    expect(calls).toEqual(["here", "eager"]);
  });

  test("keeps the outermost calls if the limit is positive, the innermost if it is negative", function* () {
    function* inner() {
      yield* sleep(1000);
    }
    function* middle() {
      yield* inner();
    }
    function* outer() {
      yield* middle();
    }
    const task = createTask(outer);
    yield* sleep(0);
    const calls = (limit: number) => captureCallGraph(task, { limit })!.callStack.map((site) => site.name);
    expect(calls(2)).toEqual(["middle", "outer"]);
    expect(calls(-2)).toEqual(["sleep", "inner"]);
    expect(calls(0)).toEqual([]);
    yield* cancelOthers();
  });

  plain("of the running task is limited in the same way", () => {
    function* running(): Coroutine<string[][]> {
      const stacks: string[][] = [];
      for (const limit of [1, -1, 0]) stacks.push(captureCallGraph(undefined, { limit })!.callStack.map((site) => site.name));
      return stacks;
    }
    const outermost = function* outermost() {
      return yield* running();
    };
    const stacks = run(outermost, { loop: new VirtualLoop() });
    expect(stacks).toEqual([["outermost"], ["running"], []]);
  });
});

describe("captureCallGraph()", () => {
  test("in a callback without a given future returns null, and formatCallGraph() an empty string", function* () {
    const answers: unknown[] = [];
    getRunningLoop().callSoon(() => answers.push(captureCallGraph(), formatCallGraph()));
    yield* sleep(0);
    expect(answers).toEqual([null, ""]);
  });

  plain("outside a step throws without a given future, and throws TypeError for a value that is not a future", () => {
    expect(() => captureCallGraph()).toThrow("no future to introspect");
    expect(() => captureCallGraph(5 as never)).toThrow(TypeError);
  });
});

// JavaScriptCore hides where a task waits: stacks show no lines.
// CPython: test_graph.test_stack_future
plain.skipIf(on("Bun"))("formatCallGraph() and printCallGraph() write the task, its calls and its awaiters, indented", () => {
  const texts = runInMain(function* main() {
    const child = createTask(sleep(10), { name: "child" });
    const other = createTask(
      function* other() {
        yield* child;
      },
      { name: "other" },
    );
    yield* sleep(0);
    const written: string[] = [];
    printCallGraph(child, { write: (text) => written.push(text) });
    yield* other;
    return [formatCallGraph(), ...written];
  });
  const [own, text] = texts.map((each) => each.replaceAll(/ \(.*:\d+:\d+\)/g, ""));
  expect(own!.split("\n").slice(0, 3)).toEqual(["* Task(name='main')", "  + Call stack:", "  |   main"]);
  expect(text!.split("\n")).toEqual([
    "* Task(name='child')",
    "  + Call stack:",
    "  |   sleep",
    "  + Awaited by:",
    "    * Task(name='other')",
    "      + Call stack:",
    "      |   other",
  ]);
});

/** Two tasks that await each other through shields. */
function* circle(): Coroutine<[Task<unknown>, Task<unknown>]> {
  const tasks: Task<unknown>[] = [];
  function* awaits(index: number): Coroutine<string> {
    try {
      yield* timeout(50, () => waits(index));
    } catch {
      return "timed out";
    }
    return "";
  }
  function* waits(index: number): Coroutine<unknown> {
    return yield* shield(tasks[index]!);
  }
  tasks.push(createTask(awaits(1), { name: "a" }), createTask(awaits(0), { name: "b" }));
  yield* sleep(1);
  return tasks as [Task<unknown>, Task<unknown>];
}

test("captureCallGraph() and formatCallGraph() end on tasks that await each other, and do not disturb them", function* () {
  const [a, b] = yield* circle();
  const graph = captureCallGraph(a)!;
  const repeated = graph.awaitedBy[0]!.awaitedBy[0]!;
  expect([repeated.future === a, repeated.callStack.length, repeated.awaitedBy.length]).toEqual([true, 0, 0]);
  expect(formatCallGraph(a)).toMatch(/\* Task\(name='a'\)[^]*\* Task\(name='b'\)[^]*\n +\* Task\(name='a'\) \(see above\)$/);
  yield* wait([a, b]);
  expect([a.result(), b.result()]).toEqual(["timed out", "timed out"]);
});

test("formatCallGraph() shows the first hundred of a long chain of awaiters, and captureCallGraph() all of it", function* () {
  const first: Task<unknown> = createTask(sleep(10));
  let last = first;
  for (let i = 1; i < 1_000; i++) {
    const inner = last;
    last = createTask(function* () {
      yield* inner;
    });
  }
  yield* sleep(0);
  yield* sleep(0);
  expect(formatCallGraph(first).split("\n").at(-1)).toBe("… and 900 more");
  let depth = 0;
  for (let graph = captureCallGraph(first); graph !== null; graph = graph.awaitedBy[0] ?? null) depth++;
  expect(depth).toBe(1_000);
  yield* last;
});
