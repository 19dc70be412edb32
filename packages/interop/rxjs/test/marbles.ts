import { loopScheduler } from "@asyncio-ts/rxjs";
import { run, sleep } from "@asyncio-ts/tasks";
import { VirtualLoop } from "@asyncio-ts/testing";
import { Observable, type ObservableNotification, type SchedulerLike, type Subscriber } from "rxjs";
import { TestScheduler } from "rxjs/testing";

/** When something is told to a subscriber, in milliseconds, and what. */
export type Trace = [time: number, kind: "next" | "error" | "complete", value?: unknown][];

/** A program around a scheduler; the same is run under RxJS's own virtual time and under ours. */
export type Build = (scheduler: SchedulerLike) => Observable<unknown>;

/** An Observable that gives what a marble diagram shows, a millisecond a character: `"a 9ms b|"`. */
export function marbles(diagram: string, scheduler: SchedulerLike): Observable<string> {
  return timed(TestScheduler.parseMarbles(diagram, undefined, "#", undefined, true), scheduler);
}

/** The same from a list of notifications with their times. */
export function timed(
  messages: readonly { frame: number; notification: ObservableNotification<unknown> }[],
  scheduler: SchedulerLike,
): Observable<string> {
  return new Observable((subscriber) => {
    for (const { frame, notification } of messages) {
      subscriber.add(scheduler.schedule(() => tell(subscriber, notification), frame));
    }
  });
}

function tell(subscriber: Subscriber<string>, notification: ObservableNotification<unknown>): void {
  if (notification.kind === "N") subscriber.next(notification.value as string);
  else if (notification.kind === "E") subscriber.error(notification.error);
  else subscriber.complete();
}

/** What comes out under RxJS's TestScheduler until some time. */
export function underTestScheduler(build: Build, until: number): Trace {
  const scheduler = new TestScheduler(() => {});
  scheduler.maxFrames = until;
  const trace: Trace = [];
  traced(build(scheduler), trace, () => scheduler.now(), scheduler, until);
  scheduler.flush();
  return trace;
}

/** What comes out on a virtual loop of ours until some time. */
export function underLoop(build: Build, until: number): Trace {
  const loop = new VirtualLoop();
  const unheard: unknown[] = [];
  loop.setExceptionHandler((_, { message, exception }) => {
    // Of two tasks that fail at the same moment one is too late for the subscriber.
    if (!message.endsWith("after its subscription ended")) unheard.push([message, exception]);
  });
  const trace: Trace = [];
  run(
    function* () {
      const scheduler = loopScheduler(loop);
      traced(build(scheduler), trace, () => loop.time(), scheduler, until);
      yield* sleep(until + 1);
    },
    { loop },
  );
  if (unheard.length > 0) throw new Error(`unheard: ${String(unheard)}`);
  return trace;
}

function traced(source: Observable<unknown>, trace: Trace, now: () => number, scheduler: SchedulerLike, until: number): void {
  const end = scheduler.schedule(() => subscription.unsubscribe(), until);
  const subscription = source.subscribe({
    next: (value) => trace.push([now(), "next", value]),
    error: (error) => trace.push([now(), "error", String(error)]),
    complete: () => trace.push([now(), "complete"]),
  });
  subscription.add(end);
}
