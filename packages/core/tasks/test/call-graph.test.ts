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
import { describe, expect, test } from "vitest";
import { on } from "@asyncio-ts/test-helpers/runtime";
import { virtually } from "@asyncio-ts/test-helpers/virtually";

type Sketch = [name: string, calls: string[], awaitedBy: Sketch[]];

/** The names in a graph: of the task, of its calls from the innermost on, and of those who await it. */
function sketch({ future, callStack, awaitedBy }: FutureCallGraph): Sketch {
  const name = "getName" in future ? (future as Task<unknown>).getName() : "future";
  return [name, callStack.map((site) => site.name), awaitedBy.map(sketch)];
}

const here = (): Sketch => sketch(captureCallGraph()!);

/** The graph of `future` once everybody waits. */
function* soon(future: Future<unknown>): Coroutine<Sketch> {
  for (let pass = 0; pass < 5; pass++) yield* sleep(0);
  return sketch(captureCallGraph(future)!);
}

function* leaf(): Coroutine<Sketch> {
  yield* sleep(0);
  return here();
}

function* branch(): Coroutine<Sketch> {
  yield* sleep(0);
  return yield* leaf();
}

/** Runs `main` in a task of that name. */
const inMain = <T>(main: Startable<T> & Awaits<T>): T =>
  virtually(function* () {
    return yield* createTask(main, { name: "main" });
  });

/** Leaves out what awaits the main task. */
function upToMain([name, calls, awaitedBy]: Sketch): Sketch {
  return [name, calls, name === "main" ? [] : awaitedBy.map(upToMain)];
}

// JavaScriptCore hides where a task waits: stacks show no lines.
describe.skipIf(on("Bun"))("who awaits", () => {
  // CPython: test_graph.test_stack_task
  test("a task that is awaited names its awaiter", () => {
    const graph = inMain(function* main() {
      function* second() {
        return yield* createTask(branch, { name: "there there" });
      }
      return yield* second();
    });
    expect(upToMain(graph)).toEqual(["there there", ["here", "leaf", "branch"], [["main", ["second", "main"], []]]]);
  });

  // CPython: test_graph.test_stack_gather
  test("through gather", () => {
    const graph = inMain(function* main() {
      const [graph] = yield* gather(createTask(branch, { name: "child" }), sleep(0));
      return graph;
    });
    expect(upToMain(graph)).toEqual(["child", ["here", "leaf", "branch"], [["main", ["main"], []]]]);
  });

  // CPython: test_graph.test_stack_shield
  test("through shield", () => {
    const graph = inMain(function* main() {
      return yield* shield(createTask(branch, { name: "child" }));
    });
    expect(upToMain(graph)).toEqual(["child", ["here", "leaf", "branch"], [["main", ["main"], []]]]);
  });

  // CPython: test_graph.test_stack_wait
  test("through wait", () => {
    const graph = inMain(function* main() {
      const child = createTask(branch, { name: "child" });
      yield* wait([child, createTask(sleep(0))]);
      return child.result();
    });
    expect(upToMain(graph)).toEqual(["child", ["here", "leaf", "branch"], [["main", ["wait", "main"], []]]]);
  });

  // CPython: test_graph.test_stack_timeout
  test("through waitFor and timeout, inside a task", () => {
    const graph = inMain(function* main() {
      function* limited() {
        return yield* timeout(1000, branch);
      }
      return yield* waitFor(createTask(limited, { name: "child" }), 1000);
    });
    expect(upToMain(graph)).toEqual(["child", ["here", "leaf", "branch", "timeLimit", "limited"], [["main", ["waitFor", "main"], []]]]);
  });

  // CPython: test_graph.test_stack_tgroup
  test("through taskGroup, beside others who await the same task", () => {
    const graph = inMain(function* main() {
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
    const main: Sketch = ["main", ["TaskGroup._exit", "taskGroup", "main"], []];
    expect(upToMain(graph)).toEqual([
      "child",
      ["here", "leaf", "branch"],
      [main, ["one", ["awaits"], [main]], ["two", ["awaits"], [main]]],
    ]);
  });

  // CPython: test_graph.test_stack_future
  test("a plain future has no stack, but those who await it", () => {
    const graph = inMain(function* main() {
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
        const graph = yield* soon(future);
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

  test("nobody, once a wait is over without it", () => {
    const graph = inMain(function* main() {
      const child = createTask(sleep(1000), { name: "child" });
      yield* wait([child], { timeout: 10 });
      return sketch(captureCallGraph(child)!);
    });
    expect(graph).toEqual(["child", ["sleep"], []]);
  });
});

// JavaScriptCore hides where a task waits: stacks show no lines.
describe.skipIf(on("Bun"))("the stack", () => {
  // CPython: test_graph.test_stack_async_gen
  test("goes through a source that is looped over", () => {
    const graph = inMain(function* main() {
      let graph: Sketch | undefined;
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

  test("of the running task goes through marked coroutines too, waiting ones and fresh ones", () => {
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
    const graphs = inMain(function* main() {
      return yield* middle();
    });
    expect(graphs.map(([, calls]) => calls)).toEqual([
      ["here", "deep", "middle", "main"],
      ["here", "deepest", "deep", "middle", "main"],
    ]);
  });

  test("of an eager task ends where it was made", () => {
    const [, calls] = inMain(function* main() {
      return yield* createTask(
        function* eager() {
          return here();
        },
        { eagerStart: true },
      );
    });
    expect(calls).toEqual(["here", "eager"]);
  });

  test("a limit keeps the outermost calls, a negative one the innermost", () => {
    virtually(function* () {
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
    });
  });

  test("the same for the running task", () => {
    function* running(): Coroutine<string[][]> {
      const stacks: string[][] = [];
      for (const limit of [1, -1, 0]) stacks.push(captureCallGraph(undefined, { limit })!.callStack.map((site) => site.name));
      return stacks;
    }
    const stacks = virtually(function* outermost() {
      return yield* running();
    });
    expect(stacks).toEqual([["outermost"], ["running"], []]);
  });
});

describe("where it is asked", () => {
  test("in a callback there is no task to tell of", () => {
    virtually(function* () {
      const answers: unknown[] = [];
      getRunningLoop().callSoon(() => answers.push(captureCallGraph(), formatCallGraph()));
      yield* sleep(0);
      expect(answers).toEqual([null, ""]);
    });
  });

  test("outside a step a future has to be given, and has to be one", () => {
    expect(() => captureCallGraph()).toThrow("no future to introspect");
    expect(() => captureCallGraph(5 as never)).toThrow(TypeError);
  });
});

// JavaScriptCore hides where a task waits: stacks show no lines.
// CPython: test_graph.test_stack_future
test.skipIf(on("Bun"))("as text: the task, its calls, and those who await it, indented", () => {
  const texts = inMain(function* main() {
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
