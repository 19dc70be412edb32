/**
 * Returns the loops and tasks of this process as JSON. Its text is evaluated in the inspected process, so it uses nothing of this
 * package, and reads the members of the library that debuggers may read.
 */
export function probe(): string {
  const shared = (name: string): any => (globalThis as any)[Symbol.for(`asyncio-ts/1 ${name}`)];
  const runtime = shared("runtime");
  const traps = shared("traps");
  const loops = [...(shared("loops") ?? [])].map((reference: any) => reference.deref()).filter((loop) => loop !== undefined);
  const tasks = loops.flatMap((loop, index) => loop._tasks.list().map((task: any) => ({ task, index })));
  const ids = new Map<any, number>(tasks.map(({ task }, id) => [task, id]));
  const idOf = (task: any): number | null => ids.get(task) ?? null;
  const text = (value: any): string => {
    try {
      const whole = String(value);
      return whole.length > 200 ? `${whole.slice(0, 200).replace(/[\uD800-\uDBFF]$/, "")}…` : whole;
    } catch {
      return "(no text)";
    }
  };
  // The process may be inside the library, between two uses of these registers.
  const saved = traps && { ...traps, suspended: [...traps.suspended], parked: traps.parked.value, completed: traps.completed.value };
  const limit = Error.stackTraceLimit;
  Error.stackTraceLimit = 100;
  const here = String(new Error().stack);
  Error.stackTraceLimit = limit;

  function waitOf(task: any, loop: any): object {
    const awaited = task._waiting;
    const primitive = awaited.list?.primitive?._label;
    const remaining = typeof awaited.deadline === "number" ? Math.max(awaited.deadline - loop._driver.now(), 0) : null;
    const name = typeof awaited.getName === "function" ? `task ${awaited.getName()}` : remaining === null ? text(awaited) : "sleep";
    return { text: name, task: idOf(awaited), holder: idOf(primitive?._holder?.holder), remaining };
  }

  function awaitersOf(task: any): number[] {
    const waiters = task._waiters === null ? [] : Array.isArray(task._waiters) ? task._waiters : [task._waiters];
    const awaiters = new Set<number | null>(waiters.map((waiter: any) => idOf(waiter.awaiter)));
    awaiters.delete(null);
    return [...awaiters] as number[];
  }

  /** The calls between the evaluation and the step of the loop, without the library's own. */
  function runningStack(): string[] {
    const calls = [...here.matchAll(/^ +at (.+)$/gm)].map(([, call]) => call!).filter((call) => !/<anonymous>(?::\d+:\d+)?\)?$/.test(call));
    const end = calls.findIndex((call) => /^(?:advance|#?runPass|\S*\.runSlice) /.test(call));
    return end === -1 ? calls : calls.slice(0, end);
  }

  const described = tasks.map(({ task, index }, id) => {
    const isRunning = runtime?.current === task && runtime.running !== null;
    const waits = !isRunning && task._waiting !== null && !task._waiting.done();
    const stack = isRunning ? runningStack() : waits ? task.getStack().reverse().map(text) : [];
    return {
      id,
      loop: index,
      name: text(task.getName()),
      state: isRunning ? "running" : waits ? "waiting" : "ready",
      cancelling: task.cancelling(),
      waitsFor: waits ? waitOf(task, loops[index]) : null,
      awaitedBy: awaitersOf(task),
      stack,
    };
  });
  if (saved) {
    Object.assign(traps, { depth: saved.depth, suspensions: saved.suspensions, foreign: saved.foreign });
    traps.suspended.splice(0, traps.suspended.length, ...saved.suspended);
    traps.parked.value = saved.parked;
    traps.completed.value = saved.completed;
  }
  return JSON.stringify({
    pid: process.pid,
    node: process.version,
    hasLibrary: runtime !== undefined,
    loops: loops.map((loop, index) => ({
      name: text(loop),
      isRunning: loop.isRunning(),
      tasks: tasks.filter((each) => each.index === index).length,
    })),
    tasks: described,
  });
}
