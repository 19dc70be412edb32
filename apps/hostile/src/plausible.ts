import { EventEmitter } from "node:events";
import { WorkerExecutor } from "@asyncio-ts/browser";
import { ContextVar, copyContext } from "@asyncio-ts/loop";
import { events } from "@asyncio-ts/promise";
import type { Settle } from "@asyncio-ts/promise/lowlevel";
import { subscribe } from "@asyncio-ts/rxjs";
import * as sync from "@asyncio-ts/sync";
import * as tasks from "@asyncio-ts/tasks";
import { of, Subject } from "rxjs";
import * as streams from "@asyncio-ts/streams";
import { HostVirtualLoop, MemoryNetwork } from "@asyncio-ts/testing";
import { record } from "@asyncio-ts/trace";
import type { Parameter, Target } from "./surface.ts";

const { getEventLoop, sleep } = tasks;

/** A future that is done two milliseconds later. */
function later(): tasks.Future<number> {
  const future = new tasks.Future<number>();
  future.getLoop().callLater(2, () => {
    if (!future.done()) future.setResult(1);
  });
  return future;
}

let begun = 0;

/** Returns how many coroutines that plausible functions make have begun. */
export function begunCoroutines(): number {
  return begun;
}

function* work(): tasks.Coroutine<number> {
  begun++;
  yield* sleep(1);
  return 1;
}

/** Ordinary arguments by the name of the parameter, so that a hostile one beside them reaches the code behind the first check. */
const byName: Record<string, () => unknown> = {
  awaitable: later,
  awaitables: () => [later(), later()],
  "...awaitables": later,
  "...args": () => 1,
  body: () => work,
  buffer: () => 2,
  callback: () => () => {},
  cause: () => undefined,
  compare: () => (a: number, b: number) => a - b,
  concurrency: () => 2,
  coroutineFunctions: () => [work],
  context: () => copyContext(),
  create: () => () => {
    throw new Error("this host has no workers of the web");
  },
  debug: () => false,
  delay: () => 5,
  driver: () => undefined,
  eagerStart: () => false,
  errors: () => [new Error("a"), new Error("b")],
  executor: () => ({
    submit(_: unknown, settle: Settle<number>) {
      settle.result(1);
      return () => {};
    },
    *shutdown() {},
  }),
  exception: () => new Error("plausible"),
  factory: () => null,
  filter: () => TypeError,
  fn: () => work,
  future: later,
  futures: () => [later()],
  handler: () => () => {},
  immediate: () => false,
  instrument: () => ({}),
  item: () => 1,
  items: () => undefined,
  job: () => ({ name: "name" }),
  iterable: () =>
    (async function* () {
      yield 1;
    })(),
  limit: () => 3,
  lock: () => new sync.Lock(),
  loop: () => getEventLoop(),
  loopFactory: () => () => new HostVirtualLoop(),
  main: () => work,
  maxsize: () => 2,
  message: () => "message",
  ms: () => 1,
  n: () => 1,
  name: () => "name",
  parties: () => 1,
  predicate: () => () => true,
  producer: () => [1, 2],
  result: () => 1,
  returnWhen: () => "ALL_COMPLETED",
  settle: () => false,
  signal: () => new AbortController().signal,
  snapshot: () => null,
  start: () => (callback: (error: null, value: number) => void) => callback(null, 1),
  startable: () => work,
  stream: () => new Response("text").body,
  timeout: () => 5,
  value: () => 1,
  variable: () => new ContextVar("variable"),
  when: () => 5,
  work: () => () => Promise.resolve(1),
  write: () => () => {},
};

/** Returns an ordinary argument for a parameter. */
export function plausible(module: string, name: string, parameter: Parameter): unknown {
  if (parameter.name === "source") return module.endsWith("rxjs") ? of(1, 2) : module.endsWith("promise") ? new EventEmitter() : [1, 2];
  if (name.endsWith("Handler") && parameter.name === "context") return { message: "plausible" };
  if (name === "WorkerExecutor" && parameter.name === "settle") return { result() {}, error() {}, cancelled() {} };
  if (name === "fromAsyncFunction") return async () => 1;
  if (name === "HostVirtualLoop" || name === "VirtualLoop") return undefined;
  if (parameter.type.startsWith("{") || /Options/.test(parameter.type)) return undefined;
  return byName[parameter.name]?.();
}

/** Returns an ordinary value for an option. */
export function plausibleOption(option: string): unknown {
  return byName[option]?.();
}

type Use = (instance: any) => tasks.Coroutine<void>;

/** Opens a connection in memory, and uses a part of it. */
function* withConnection(
  use: Use,
  part: (reader: streams.StreamReader, writer: streams.StreamWriter, server: streams.Server) => unknown,
): tasks.Coroutine<void> {
  Object.assign(getEventLoop(), { network: new MemoryNetwork() });
  using server = yield* streams.startServer((_, writer) => writer.close(), "server", 80);
  const [reader, writer] = yield* streams.openConnection("server", 80);
  try {
    yield* use(part(reader, writer, server));
  } finally {
    writer.transport.abort();
  }
}

/** Makes an instance of a class that is not made by its constructor, or not by a plain one, and uses it. */
const instances: Record<string, (use: Use) => tasks.Coroutine<void>> = {
  *AsCompleted(use) {
    yield* use(tasks.asCompleted([later()]));
  },
  *CallSite(use) {
    const task = tasks.createTask(work);
    yield* sleep(0);
    yield* use(task.getStack()[0]);
  },
  *Context(use) {
    yield* use(copyContext());
  },
  *ContextVar(use) {
    yield* use(new ContextVar("name"));
  },
  *Condition(use) {
    const condition = new sync.Condition();
    yield* condition.acquire();
    yield* use(condition);
  },
  *Lock(use) {
    const lock = new sync.Lock();
    yield* lock.acquire();
    yield* use(lock);
  },
  *Barrier(use) {
    yield* use(new sync.Barrier(1));
  },
  *DatagramTransport(use) {
    Object.assign(getEventLoop(), { network: new MemoryNetwork() });
    const [transport] = yield* streams.createDatagramEndpoint(() => ({}), { remoteAddr: ["server", 80] });
    try {
      yield* use(transport);
    } finally {
      transport.abort();
    }
  },
  *EventLoop(use) {
    yield* use(tasks.getRunningLoop());
  },
  *LoopCore(use) {
    yield* use(tasks.getRunningLoop());
  },
  *Events(use) {
    yield* use(events(new EventEmitter(), "name"));
  },
  *ExceptionGroup(use) {
    yield* use(new tasks.ExceptionGroup("message", [new TypeError("a"), new Error("b")]));
  },
  *Handle(use) {
    yield* use(getEventLoop().callSoon(() => {}));
  },
  *TimerHandle(use) {
    yield* use(getEventLoop().callLater(1, () => {}));
  },
  *Iteration(use) {
    yield* use(tasks.iterate([1, 2]));
  },
  *Queue(use) {
    const queue = new sync.Queue<unknown>();
    queue.putNowait(1);
    yield* use(queue);
  },
  *Recording(use) {
    using recording = record(getEventLoop());
    yield* use(recording);
  },
  *Server(use) {
    yield* withConnection(use, (_, __, server) => server);
  },
  *StreamReader(use) {
    yield* withConnection(use, (reader) => reader);
  },
  *StreamWriter(use) {
    yield* withConnection(use, (_, writer) => writer);
  },
  *SubscriptionSource(use) {
    yield* use(subscribe(new Subject()));
  },
  *Task(use) {
    yield* use(tasks.createTask(work));
  },
  *TaskGroup(use) {
    yield* tasks.taskGroup(use);
  },
  *Transport(use) {
    yield* withConnection(use, (_, { transport }) => transport);
  },
  *Timeout(use) {
    yield* tasks.timeout(1000, use);
  },
  *WorkerExecutor(use) {
    yield* use(new WorkerExecutor(byName["create"]!() as () => never));
  },
};

/** Makes an instance of an exported class, and uses it. */
export function* withInstance({ name, member }: Target, exported: unknown, use: Use): tasks.Coroutine<void> {
  // These would wait for the lock that the other methods need.
  const make = member === "use" || member === "acquire" ? undefined : instances[name];
  if (make !== undefined) yield* make(use);
  else yield* use(new (exported as new () => unknown)());
}
