import { type Entry, HELD, STEP, WOKEN } from "./ring.ts";
import { timed } from "./decode.ts";
import type { TracedTask } from "./traced-task.ts";
import { aboutTask, byNumber, ms } from "./warning-text.ts";
import type { Warning } from "./warning.ts";

/** A lock with waiters. */
interface HeldLock {
  /** The number of the task that holds the lock. */
  holder: number;
  /** Since when others wait for this holder, in milliseconds. */
  since: number;
  readonly waiters: Set<number>;
}

/**
 * Finds tasks that held a lock for long while others waited for it.
 *
 * A lock is seen when a task waits for it. It is held until it wakes a waiter, which then is the holder.
 */
export function locksHeldLong(entries: readonly Entry[], tasks: readonly TracedTask[], ended: number, limit: number): Warning[] {
  const locks = new Map<number, HeldLock>();
  const longest = new Map<number, number>();
  const release = ({ holder, since, waiters }: HeldLock, time: number): void => {
    const took = time - since;
    if (waiters.size > 0 && took > (longest.get(holder) ?? limit)) longest.set(holder, took);
  };
  for (const { kind, other, time, unit } of timed(entries)) {
    if (kind === HELD) {
      const lock = locks.get(other);
      if (lock === undefined || lock.waiters.size === 0) locks.set(other, { holder: unit, since: time, waiters: new Set() });
    } else if (kind === STEP) locks.get(other)?.waiters.add(unit);
    else if (kind === WOKEN) {
      for (const lock of locks.values()) {
        if (!lock.waiters.has(unit)) continue;
        release(lock, time);
        lock.waiters.delete(unit);
        // A waiter that was cancelled is woken as well, by another task than the holder.
        if (other === lock.holder) Object.assign(lock, { holder: unit, since: time });
      }
    }
  }
  for (const lock of locks.values()) release(lock, ended);
  const known = byNumber(tasks);
  return [...longest].flatMap(([id, took]) => {
    const task = known.get(id);
    return task === undefined
      ? []
      : [aboutTask("lockHeldLong", task, `${task.name} held a lock for ${ms(took)} while others waited for it`)];
  });
}
