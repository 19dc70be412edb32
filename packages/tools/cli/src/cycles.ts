import type { TaskSnapshot } from "./snapshot.ts";

/**
 * Returns the circles of tasks that wait for each other, directly, through a combinator, or through a lock that another task
 * holds. None of the tasks of a circle can go on.
 */
export function cyclesOf(tasks: readonly TaskSnapshot[]): TaskSnapshot[][] {
  const next = new Map<number, Set<number>>(tasks.map(({ id }) => [id, new Set()]));
  for (const { awaitedBy, id, waitsFor } of tasks) {
    for (const awaited of [waitsFor?.task, waitsFor?.holder]) if (typeof awaited === "number") next.get(id)!.add(awaited);
    for (const awaiter of awaitedBy) next.get(awaiter)?.add(id);
  }
  const cycles: TaskSnapshot[][] = [];
  const visited = new Set<number>();
  for (const { id } of tasks)
    if (!visited.has(id)) cycles.push(...cyclesFrom(id, next, visited).map((ids) => ids.map((each) => tasks[each]!)));
  return cycles;
}

/** Searches without recursion, because a chain of tasks may be longer than the stack is deep. */
function cyclesFrom(start: number, next: ReadonlyMap<number, Set<number>>, visited: Set<number>): number[][] {
  const cycles: number[][] = [];
  const path: number[] = [];
  const onPath = new Map<number, number>();
  const enter = (id: number) => {
    visited.add(id);
    onPath.set(id, path.length);
    path.push(id);
    return { id, rest: [...(next.get(id) ?? [])] };
  };
  const frames = [enter(start)];
  for (let frame = frames.at(-1); frame !== undefined; frame = frames.at(-1)) {
    const following = frame.rest.pop();
    if (following === undefined) {
      frames.pop();
      path.pop();
      onPath.delete(frame.id);
    } else if (onPath.has(following)) cycles.push(path.slice(onPath.get(following)));
    else if (!visited.has(following)) frames.push(enter(following));
  }
  return cycles;
}

/** Returns a circle as a sentence. */
export function describeCycle(cycle: readonly TaskSnapshot[]): string {
  const links = cycle.map(({ name, waitsFor }, i) => {
    const following = cycle[(i + 1) % cycle.length]!;
    const via = waitsFor?.holder === following.id ? `${waitsFor.text}, held by ` : "";
    return `${name} waits for ${via}${following.name}`;
  });
  return `Deadlock: ${links.join("; ")}.`;
}
