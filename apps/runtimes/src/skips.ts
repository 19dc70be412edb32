import type { VitestReport } from "./report.ts";

/** Tests that do not run everywhere. */
export interface Skip {
  /** The runtimes that they do not run on. */
  readonly on: readonly string[];
  /** The test file, from the repository's root. */
  readonly file: string;
  /** How their titles begin, those of the groups around them included; without any, the whole file does not run. */
  readonly tests?: readonly string[];
  readonly because: string;
}

const inPages = (because: string, files: readonly (readonly [file: string, ...tests: string[]])[]): Skip[] =>
  files.map(([file, ...tests]) => ({ on: ["Chromium"], file, ...(tests.length > 0 && { tests }), because }));

const children = "They start programs by Node's command line, to see how a process ends.";
const stacks =
  "Where a task waits is told by the result object that `yield*` passes through, and JavaScriptCore's makes one of its own: " +
  "there, `getStack`, the call graph and DeadlockError name tasks and what they wait for, but no lines of code.";
const garbage = "They ask V8 to collect garbage.";
const modules = "Modules of Node's are what they are about: its sockets, streams, files, contexts and realms.";
const immediates = "They wait by `setImmediate`, which a page does not have.";
const emulated = "They look into Node's events, for which a page has a stand-in.";
const polls = "Deno looks at its sockets only every 61 turns while there are immediates: beside a busy loop they are slow, though served.";

/** The one list of what does not run everywhere. */
export const SKIPS: readonly Skip[] = [
  { on: ["Bun", "Deno", "Chromium"], file: "packages/asyncio/test/process.test.ts", because: children },
  { on: ["Bun", "Deno", "Chromium"], file: "packages/core/tasks/test/exit.test.ts", because: children },
  { on: ["Bun", "Deno", "Chromium"], file: "packages/interop/promise/test/aplus.test.ts", because: children },
  { on: ["Deno", "Chromium"], file: "packages/interop/promise/test/outside.test.ts", because: children },
  {
    on: ["Deno"],
    file: "packages/core/loop/test/host.test.ts",
    tests: ["an idle loop does not keep the process alive", "a pending timer keeps the process alive", "a loop that rests after stop()"],
    because: children,
  },
  {
    on: ["Deno", "Chromium"],
    file: "packages/interop/promise/test/current-signal.test.ts",
    tests: ["nothing of it is retained after the task"],
    because: children,
  },

  { on: ["Deno"], file: "packages/core/loop/test/host.test.ts", tests: ["ready work starves neither a socket"], because: polls },
  { on: ["Deno"], file: "packages/asyncio/test/host-loop.test.ts", tests: ["tasks that spin starve neither a socket"], because: polls },

  { on: ["Bun", "Chromium"], file: "packages/core/loop/test/loop-core.test.ts", tests: ["close keeps nothing alive"], because: garbage },
  { on: ["Bun", "Chromium"], file: "packages/core/tasks/test/garbage.test.ts", because: garbage },
  {
    on: ["Deno"],
    file: "packages/core/tasks/test/garbage.test.ts",
    tests: ["rule 9: an exception never retrieved is reported when its future is collected"],
    because: garbage,
  },

  {
    on: ["Bun"],
    file: "packages/core/tasks/test/call-graph.test.ts",
    tests: ["who awaits ", "the stack ", "as text: "],
    because: stacks,
  },
  {
    on: ["Bun"],
    file: "packages/core/tasks/test/call-stack.test.ts",
    tests: ["getStack of ", "a task that sleeps shows sleep", "who awaits a task through someone else's iterator"],
    because: stacks,
  },
  { on: ["Bun"], file: "packages/core/tasks/test/two-copies.test.ts", tests: ["a stack is shown through both copies"], because: stacks },
  {
    on: ["Bun", "Chromium"],
    file: "packages/core/tasks/test/deadlock-error.test.ts",
    tests: ["each blocked task is listed"],
    because: stacks,
  },
  {
    on: ["Bun"],
    file: "packages/core/tasks/test/debug.test.ts",
    tests: ["a CancelledError carries a stack in debug mode only"],
    because: stacks,
  },
  { on: ["Bun"], file: "packages/core/tasks/test/sleep.test.ts", tests: ["a task whose own coroutine is a sleep"], because: stacks },
  {
    on: ["Bun"],
    file: "packages/core/sync/test/turn.test.ts",
    tests: ["acquire() of a Lock", "acquire() of a Semaphore", "get() of a Queue", "put() into a Queue"].map(
      (group) => `${group} a task that waits shows who waits`,
    ),
    because: stacks,
  },
  { on: ["Bun"], file: "packages/core/sync/test/inbox.test.ts", tests: ["what waits for an item is a coroutine"], because: stacks },
  {
    on: ["Bun"],
    file: "packages/adapters/testing/test/host-virtual-loop.test.ts",
    tests: ["host work that is held for longer than patience", "a deadlock without promises or host work"],
    because: stacks,
  },
  {
    on: ["Bun"],
    file: "packages/adapters/testing/test/deadlock-error.test.ts",
    tests: [
      "it lists each blocked task",
      "marked coroutines are listed",
      "a task that waits for several",
      "leftovers that can never finish",
    ],
    because: stacks,
  },
  ...inPages("In a page, vitest serves the sources from elsewhere than their files.", [
    [
      "packages/core/tasks/test/call-stack.test.ts",
      "getStack of plain coroutines gives the calls",
      "getStack of marked coroutines gives the calls",
    ],
  ]),

  ...inPages(modules, [
    ["packages/asyncio/test/front-door.test.ts"],
    ["packages/asyncio/test/host-loop.test.ts", "tasks that spin starve neither a socket"],
    ["packages/core/loop/test/brand.test.ts"],
    ["packages/core/loop/test/host.test.ts"],
    ["packages/core/loop/test/runtime.test.ts"],
    ["packages/core/loop/test/snapshot.test.ts"],
    ["packages/core/tasks/test/adopt-promise.test.ts", "a promise of another runtime is one"],
    ["packages/core/tasks/test/two-copies.test.ts"],
    ["packages/interop/promise/test/async-local-storage.test.ts"],
    ["packages/interop/promise/test/current-signal.test.ts", "1,000 awaits", "cancels what heeds it"],
    ["packages/interop/promise/test/fetch.test.ts"],
    ["packages/interop/promise/test/from-async-iterable.test.ts", "Node's streams are async iterables"],
    ["packages/interop/promise/test/from-callback.test.ts", "Node's own callbacks"],
    ["packages/interop/promise/test/from-event.test.ts", "Node's own server"],
    ["packages/interop/promise/test/from-promise.test.ts", "a promise that is handed in may be any thenable"],
    ["packages/interop/promise/test/readable-stream.test.ts", "Node's own streams"],
    ["packages/interop/promise/test/to-async-iterable.test.ts", "a pipeline of Node's streams"],
    ["packages/interop/rxjs/test/build.test.ts"],
    ["packages/interop/rxjs/test/platform/browser.test.ts"],
    ["packages/adapters/testing/test/snapshot.test.ts"],
  ]),
  ...inPages("The page has an Observable of its own.", [["packages/interop/rxjs/test/platform/polyfill.test.ts"]]),
  ...inPages("Chromium has no `ReadableStream.from`.", [
    ["packages/interop/promise/test/readable-stream.test.ts", "fromReadableStream gives the chunks"],
  ]),
  ...inPages("In a page, vitest does not find the error of a stream equal to its like; why is not known.", [
    ["packages/interop/promise/test/readable-stream.test.ts", "toReadableStream fails with what the producer throws"],
  ]),
  ...inPages(immediates, [
    [
      "packages/asyncio/test/host-loop.test.ts",
      "createTask in a callback of an emitter during a run",
      "a run may begin in a host callback",
      "a loop rests after stop()",
    ],
    [
      "packages/core/tasks/test/host-loop.test.ts",
      "a host loop that was stopped rests",
      "a promise that settles after its loop has closed",
    ],
    ["packages/core/tasks/test/inline.test.ts", "a promise that settles has its loop run", "promises that settle one after the other"],
    ["packages/core/tasks/test/running-loop.test.ts", "createTask from an EventEmitter's callback during a run"],
    ["packages/adapters/testing/test/host-virtual-loop.test.ts", "host callbacks settle futures"],
  ]),
  ...inPages(emulated, [
    [
      "packages/interop/promise/test/events.test.ts",
      "a target's events are read as they are",
      "a full buffer is an error by default",
      "a deadlock names what is waited for",
    ],
    ["packages/interop/promise/test/from-event.test.ts", "of an EventTarget gives the event", "the listeners of an EventTarget go"],
    [
      "packages/interop/promise/test/to-promise.test.ts",
      "a signal that never aborts is left alone",
      "a signal may abort from another loop's step",
    ],
  ]),
];

export function skipsOn(runtime: string): Skip[] {
  return SKIPS.filter(({ on }) => on.includes(runtime));
}

/** The skip that a test falls under. */
export function skipOf(skips: readonly Skip[], path: string, title: string): Skip | undefined {
  return skips.find(
    ({ file, tests }) => path.endsWith(`/${file}`) && (tests === undefined || tests.some((start) => title.startsWith(start))),
  );
}

/** The skips that no test falls under: the tests that they name have gone, or have other titles now. */
export function idle(skips: readonly Skip[], { testResults }: VitestReport): string[] {
  return skips.flatMap(({ file, tests = [""] }) => {
    const titles = testResults.filter(({ name }) => name.endsWith(`/${file}`)).flatMap(({ assertionResults }) => assertionResults);
    const gone = tests.filter((start) => !titles.some(({ fullName }) => fullName.startsWith(start)));
    return gone.map((start) => `apps/runtimes/src/skips.ts: ${file} has no test “${start}”`);
  });
}
