import { current, drain, type Runnable, wake } from "./turns.ts";

/** The body of a task. Each `yield` parks the task, and the code before it arranges the wake-up. */
export type Coroutine<T> = Generator<void, T, void>;

/** A generator, its result, and the only task that may wait for it. */
export class Task<T> implements Runnable {
  readonly coroutine: Coroutine<T>;
  isDone = false;
  result: T | undefined = undefined;
  waiter: Runnable | null = null;

  constructor(coroutine: Coroutine<T>) {
    this.coroutine = coroutine;
  }

  /** Resumes the generator until its next `yield`. */
  step(): void {
    const { done, value } = this.coroutine.next();
    if (done === true) this.finish(value);
  }

  /** Returns whether the running task has to yield until this task is done. */
  parks(): boolean {
    if (!this.isDone) this.waiter = current;
    return !this.isDone;
  }

  finish(result: T): void {
    this.result = result;
    this.isDone = true;
    if (this.waiter !== null) wake(this.waiter);
  }
}

/** Creates a task. It begins at its turn. */
export function spawn<T>(coroutine: Coroutine<T>): Task<T> {
  const task = new Task(coroutine);
  wake(task);
  return task;
}

/** Runs a coroutine and the tasks that it spawns. */
export function run<T>(main: Coroutine<T>): Promise<T> {
  return finished(spawn(main));
}

/** Runs all tasks, and returns the result of one of them. */
export function finished<T>(task: Task<T>): Promise<T> {
  return new Promise((resolve) => {
    task.waiter = { step: () => resolve(task.result!) };
    drain();
  });
}
