import { loopScheduler } from "@asyncio-ts/rxjs";
import { run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { Observable, type ObservableNotification, type SchedulerLike, type Subscriber } from "rxjs";
import { TestScheduler } from "rxjs/testing";

/** The notifications of a subscriber, each with its time in milliseconds. */
export type Trace = [time: number, kind: "next" | "error" | "complete", value?: unknown][];

/** Creates an Observable on a scheduler, to be run both by RxJS's TestScheduler and by a VirtualLoop. */
export type Build = (scheduler: SchedulerLike) => Observable<unknown>;

/** Returns an Observable of a marble diagram, with one millisecond a character: `"a 9ms b|"`. */
export function marbles(diagram: string, scheduler: SchedulerLike): Observable<string> {
  return timed(TestScheduler.parseMarbles(diagram, undefined, "#", undefined, true), scheduler);
}

/** Returns an Observable of a list of notifications with their times. */
export function timed(
  messages: readonly { frame: number; notification: ObservableNotification<unknown> }[],
  scheduler: SchedulerLike,
): Observable<string> {
  return new Observable((subscriber) => {
    for (const { frame, notification } of messages) {
      subscriber.add(scheduler.schedule(() => notify(subscriber, notification), frame));
    }
  });
}

function notify(subscriber: Subscriber<string>, notification: ObservableNotification<unknown>): void {
  if (notification.kind === "N") subscriber.next(notification.value as string);
  else if (notification.kind === "E") subscriber.error(notification.error);
  else subscriber.complete();
}

/** Runs on RxJS's TestScheduler, and returns the notifications until a time. */
export function underTestScheduler(build: Build, until: number): Trace {
  const scheduler = new TestScheduler(() => {});
  scheduler.maxFrames = until;
  const trace: Trace = [];
  record(build(scheduler), trace, () => scheduler.now(), scheduler, until);
  scheduler.flush();
  return trace;
}

/** Runs on a VirtualLoop, and returns the notifications until a time. */
export function underLoop(build: Build, until: number): Trace {
  const loop = new VirtualLoop();
  const reports: unknown[] = [];
  loop.setExceptionHandler((_, { message, exception }) => {
    // When two tasks fail at the same time, the second error is too late for the subscriber.
    if (!message.endsWith("after its subscription ended")) reports.push([message, exception]);
  });
  const trace: Trace = [];
  run(
    function* () {
      const scheduler = loopScheduler(loop);
      record(build(scheduler), trace, () => loop.time(), scheduler, until);
      yield* sleep(until + 1);
    },
    { loop },
  );
  if (reports.length > 0) throw new Error(`unexpected reports: ${String(reports)}`);
  return trace;
}

/** Subscribes until a time, and adds the notifications to `trace`. */
function record(source: Observable<unknown>, trace: Trace, now: () => number, scheduler: SchedulerLike, until: number): void {
  const end = scheduler.schedule(() => subscription.unsubscribe(), until);
  const subscription = source.subscribe({
    next: (value) => trace.push([now(), "next", value]),
    error: (error) => trace.push([now(), "error", String(error)]),
    complete: () => trace.push([now(), "complete"]),
  });
  subscription.add(end);
}
