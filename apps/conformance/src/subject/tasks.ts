import type { Context, EventLoop, TaskGroup } from "asyncio-ts";
import type { Awaitables } from "./awaitables.ts";
import type { Future } from "./api.ts";
import type { Interpreter } from "./interpreter.ts";

/** Registers the statements about tasks: start, await, cancel, query. */
export function registerTasks(interpreter: Interpreter, awaitables: Awaitables): void {
  const { api } = interpreter;
  interpreter.register(
    {
      spawn(world, s) {
        const group = s.group === undefined ? null : world.get<TaskGroup>(s.group);
        const context = s.context === undefined ? null : world.get<Context>(s.context);
        if (group === undefined || context === undefined) return;
        const eagerStart = context === null ? s.eager : false;
        const options = { name: s.name, ...(context && { context }), ...(eagerStart !== undefined && { eagerStart }) };
        const starter: TaskGroup | EventLoop | typeof api = group ?? (world.loop.isRunning() ? api : world.loop);
        world.put(s.slot, starter.createTask(awaitables.programCoroutine(world, s.name, s.body), options));
      },
      let(world, s) {
        const value = awaitables.evaluate(world, s.of);
        if (value instanceof api.Future) world.put(s.slot, value);
      },
      cancel(world, s) {
        const target = world.get<Future>(s.target);
        if (target !== undefined) world.record("cancel", s.target, target.cancel(s.message));
      },
      uncancel(world, s) {
        const task = world.task(s.target);
        if (task !== undefined) world.record("uncancel", s.target, task.uncancel());
      },
      cancelling(world, s) {
        const task = world.task(s.target);
        if (task !== undefined) world.record("cancelling", s.target, task.cancelling());
      },
      rename: (world, s) => world.task(s.target)?.setName(s.name),
      currentTask: (world) => world.record("current", world.describe(world.currentTask())),
      allTasks: (world) => world.record("all", world.describe(api.allTasks(world.loop))),
      factory: (world, s) => world.loop.setTaskFactory(s.eager ? api.eagerTaskFactory : null),
    },
    {
      *await(world, s) {
        const awaited = awaitables.evaluate(world, s.of);
        if (awaited !== undefined) world.record("await", world.describe(yield* awaited));
        return null;
      },
    },
  );
}
