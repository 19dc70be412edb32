import type * as asyncio from "asyncio-ts";
import type { Item, Primitive, SyncExpression } from "../language/sync.ts";
import type { Api, Coroutine } from "./api.ts";
import { forEachIn } from "./for-each.ts";
import { makeError } from "./errors.ts";
import type { Interpreter } from "./interpreter.ts";
import type { World } from "./world.ts";

type Lock = asyncio.Lock | asyncio.Semaphore | asyncio.Condition;
type Entry = [priority: number, id: number];
type Queue = asyncio.Queue<Entry>;

/** Registers the statements about locks, events, conditions, semaphores, barriers and queues. */
export function registerSync(interpreter: Interpreter): void {
  const { api, run } = interpreter;
  const forEach = forEachIn(interpreter);

  interpreter.register(
    {
      make: (world, s) => world.attempt("make", [s.slot], () => world.put(s.slot, makePrimitive(api, world, s.primitive))),
      call(world, s) {
        const target = world.get<Record<string, () => unknown>>(s.target);
        if (target !== undefined) world.attempt(s.method, [s.target], () => target[s.method]!());
      },
      notify(world, s) {
        const target = world.get<asyncio.Condition>(s.target);
        if (target !== undefined) world.attempt("notify", [s.target], () => target.notify(s.n));
      },
      putNowait(world, s) {
        const target = world.get<Queue>(s.target);
        if (target === undefined) return;
        for (const item of s.items) world.attempt("putNowait", [s.target], () => target.putNowait(entry(item)));
      },
      getNowait(world, s) {
        const target = world.get<Queue>(s.target);
        if (target === undefined) return;
        for (let i = 0; i < s.times; i++) world.attempt("getNowait", [s.target], () => target.getNowait());
      },
      shutdown: (world, s) => world.get<Queue>(s.target)?.shutdown(s.immediate),
      query(world, s) {
        const target = world.get<Record<string, unknown>>(s.target);
        if (target !== undefined) world.record("query", s.target, ...publicState(target));
      },
      count: (world) => world.put("count", currentCount(world) + 1),
    },
    {
      *hold(world, s) {
        const target = world.get<Lock>(s.target);
        if (target === undefined) return null;
        const body = interpreter.mark(function* body() {
          world.record("holds", s.target);
          return yield* run(world, s.body);
        });
        if (target instanceof api.Condition && !s.using) return yield* target.use(body);
        const permit = yield* target.acquire();
        try {
          return yield* body();
        } finally {
          if (s.using) permit[Symbol.dispose]();
          else target.release();
        }
      },
      *consume(world, s) {
        const target = world.get<Queue>(s.target);
        return target === undefined ? null : yield* forEach(world, { body: s.body, limit: s.times }, target);
      },
    },
  );
}

/** Creates a coroutine of a primitive; undefined if the slot is empty. */
export function primitiveCoroutine(api: Api, world: World, e: SyncExpression): Coroutine<unknown> | undefined {
  const target = world.get<any>(e.target);
  if (target === undefined) return undefined;
  switch (e.kind) {
    case "call":
      return target[e.method]();
    case "put":
      return target.put(entry(e.item));
    default:
      return target.waitFor(() => {
        const count = currentCount(world);
        world.record("predicate", e.target, count);
        if (count >= e.count && e.error !== undefined) throw makeError(api, e.error);
        return count >= e.count && count + 1;
      });
  }
}

function makePrimitive(api: Api, world: World, primitive: Primitive): object {
  switch (primitive.kind) {
    case "Condition":
      return new api.Condition(primitive.lock === undefined ? undefined : world.get(primitive.lock));
    case "Semaphore":
    case "BoundedSemaphore":
      return new api[primitive.kind](primitive.value);
    case "Barrier":
      return new api.Barrier(primitive.parties);
    case "Queue":
    case "LifoQueue":
      return new api[primitive.kind](primitive.maxsize);
    case "PriorityQueue":
      return new api.PriorityQueue<Entry>(primitive.maxsize, primitive.ties ? (a, b) => a[0] - b[0] : undefined);
    default:
      return new api[primitive.kind]();
  }
}

function entry({ priority, id }: Item): Entry {
  return [priority, id];
}

function currentCount(world: World): number {
  return world.get<number>("count") ?? 0;
}

const publicNames = ["locked", "isSet", "parties", "nWaiting", "broken", "maxsize", "qsize", "empty", "full"];

function publicState(target: Record<string, unknown>): unknown[] {
  return publicNames.filter((name) => name in target).map((name) => (typeof target[name] === "function" ? target[name]() : target[name]));
}
