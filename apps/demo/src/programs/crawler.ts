import {
  createTask,
  forEach,
  gather,
  Lock,
  Queue,
  Semaphore,
  sleep,
  type Coroutine,
} from "asyncio-ts";
import { print, run } from "../harness.ts";

// a small web: the latency and the links of each page
const web: Record<string, [number, string[]]> = {
  "/": [500, ["/docs", "/blog", "/about"]],
  "/docs": [1000, ["/docs/tasks", "/docs/queues", "/docs/locks", "/"]],
  "/docs/tasks": [750, ["/docs/queues", "/docs/locks"]],
  "/docs/queues": [2000, ["/docs/tasks"]],
  "/docs/locks": [250, []],
  "/blog": [1500, ["/blog/1", "/blog/2", "/blog/3", "/about"]],
  "/blog/1": [1000, ["/blog/2"]],
  "/blog/2": [1000, ["/blog/1", "/blog/3", "/docs"]],
  "/blog/3": [500, ["/blog/2"]],
  "/about": [500, ["/"]],
};

const slots = new Semaphore(3); // at most three requests in flight
const pace = new Lock(); // one request starts every 0.25 s

let [requests, inFlight, most] = [0, 0, 0];

function* fetch(url: string): Coroutine<string[]> {
  using _ = yield* slots.acquire();
  {
    using _ = yield* pace.acquire();
    yield* sleep(250);
  }
  requests++;
  inFlight++;
  most = Math.max(most, inFlight);
  print(`GET ${url}, ${inFlight} in flight`);
  const [ms, links] = web[url]!;
  yield* sleep(ms);
  inFlight--;
  return links;
}

function* crawl(queue: Queue<string>, seen: Set<string>) {
  yield* forEach(queue, function* (url) {
    for (const link of yield* fetch(url)) {
      if (!seen.has(link)) {
        seen.add(link);
        queue.putNowait(link);
      }
    }
    queue.taskDone();
  });
}

function* main() {
  const queue = new Queue<string>();
  const seen = new Set(["/"]);
  queue.putNowait("/");
  const crawlers = Array.from({ length: 5 }, () =>
    createTask(crawl(queue, seen)),
  );

  yield* queue.join();
  queue.shutdown();
  yield* gather(...crawlers);
  const pages = Object.keys(web).length;
  print(`${requests} requests for ${seen.size} of ${pages} pages`);
  print(`At most ${most} in flight`);
}

await run(main());
