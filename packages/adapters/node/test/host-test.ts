import { expect, test as plain } from "vitest";
import { allTasks, type Coroutine, currentTask, newEventLoop, run } from "asyncio-ts";

/** The exceptions that were reported to the loop of a test. A test that expects some removes them. */
export type Reports = { message: string; exception?: unknown }[];

/** Vitest's own `test`, by another name, because these titles are no literals. */
const register = plain;

/**
 * A test with a coroutine as its body, on a loop of the host, because sockets and processes need real time.
 *
 * It fails if an exception is reported, or if a task is left running.
 */
export function test(title: string, body: (reports: Reports) => Coroutine<unknown>): void {
  register(title, async () => {
    const loop = newEventLoop();
    const reports: Reports = [];
    loop.setExceptionHandler((_, context) => void reports.push(context));
    await run(
      function* () {
        yield* body(reports);
        const main = currentTask();
        expect([...allTasks()].filter((task) => task !== main).map(String), "tasks that the test has left running").toEqual([]);
      },
      { loop },
    );
    expect(reports.map(({ message, exception }) => [message, String(exception)])).toEqual([]);
  });
}
