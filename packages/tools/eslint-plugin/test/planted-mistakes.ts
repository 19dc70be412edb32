import type { RuleName } from "@asyncio-ts/eslint-plugin";

/** A program of the guide, the correct code in it, the mistake in the place of that code, and the rule that finds it. */
type Planted = [program: string, code: string, mistake: string, rule: RuleName];

const FLOATING = "no-floating-coroutine";
const STAR = "no-yield-without-star";
const SWALLOWED = "no-swallowed-cancel";
const AWAIT = "no-await-in-coroutine";
const SECONDS = "no-seconds";

/** Mistakes that the configuration `recommended` finds. The first occurrence of the code is replaced. */
export const planted: Planted[] = [
  // A forgotten star.
  ["cancellation-0", "yield* sleep(1000)", "sleep(1000)", FLOATING],
  ["cancellation-1", "yield* sleep(10); //", "sleep(10); //", FLOATING],
  ["cancellation-4", "yield* shield(saving)", "shield(saving)", FLOATING],
  ["debugging-2", "return yield* rows", "return void sleep(1)", FLOATING],
  ["entry-points-1", "const [user, posts] = yield* gather", "const [user, posts] = gather", FLOATING],
  ["fake-timers-0", "while (!isReady()) yield* sleep(1000)", "while (!isReady()) sleep(1000)", FLOATING],
  ["fake-timers-1", "yield* sleep(wait)", "sleep(wait)", FLOATING],
  ["finding-races-0", "yield* gather(deposit(), later())", "gather(deposit(), later())", FLOATING],
  ["finding-races-3", "using _ = yield* lock.acquire()", "using _ = lock.acquire()", FLOATING],
  ["loops-2", "using _ = yield* connections.acquire()", "using _ = connections.acquire()", FLOATING],
  ["node-0", "yield* writer.drain()", "writer.drain()", FLOATING],
  ["node-3", "console.log(yield* inbox.get())", "console.log(`${inbox.get()}`)", FLOATING],
  ["node-4", 'console.log("exit code", yield* seq.wait())', 'console.log("exit code " + seq.wait())', FLOATING],
  ["node-7", "yield* stop.wait()", "stop.wait()", FLOATING],
  ["porting-0", "yield* ready.put(`${dish}, hot`)", "ready.put(`${dish}, hot`)", FLOATING],
  ["porting-1", "using _ = yield* lock.acquire()", "using _ = lock.acquire()", FLOATING],
  ["porting-2", "while (yield* it.next())", "while (it.next())", FLOATING],
  ["promises-1", "yield* transfer(3, 1)", "transfer(3, 1)", FLOATING],
  ["promises-1", "yield* show()", "const shown = show()", FLOATING],
  ["recipes-0", "yield* gatherSettled(...tasks)", "gatherSettled(...tasks)", FLOATING],
  ["recipes-2", "return yield* fn(item)", "return fn(item)", FLOATING],
  ["recipes-4", "yield* limit.turn()", "limit.turn()", FLOATING],
  ["recipes-7", "yield* connection.close()", "connection.close()", FLOATING],
  ["recipes-8", "yield* emit(n)", "emit(n)", FLOATING],
  ["recipes-9", "yield* orders.join()", "orders.join()", FLOATING],
  ["recipes-11", "yield* gatherSettled(...[1, 2, 3].map(fetchPage))", "[]; [1, 2, 3].map(fetchPage)", FLOATING],
  ["rxjs-3", "yield* emit", "emit", FLOATING],
  ["start-1", 'yield* brew("tea", 10)', 'brew("tea", 10)', FLOATING],
  ["start-4", "return yield* countdown(from - 1)", "return countdown(from - 1) as never", FLOATING],
  ["structured-concurrency-4", "using _ = yield* limit.acquire()", "using _ = limit.acquire()", FLOATING],
  ["structured-concurrency-5", "yield* jobs.put(job)", "jobs.put(job)", FLOATING],
  ["structured-concurrency-5", "jobs.shutdown();", "if (jobs.join()) jobs.shutdown();", FLOATING],
  ["testing-1", "yield* transfer(b, a)", "[transfer(b, a)]", FLOATING],
  ["tracing-1", "yield* gather(report(), report())", "const all = [report(), report()]", FLOATING],
  // A coroutine function as a callback.
  ["debugging-4", "yield* sleep(0)", "setTimeout(function* () { yield* sleep(1); }); yield* sleep(0)", FLOATING],
  ["recipes-1", "yield* sleep(5)", '["a"].forEach(function* () { yield* sleep(1); }); yield* sleep(5)', FLOATING],
  ["promises-4", "yield* sleep(1)", "yield* sleep(1); return Promise.all([sleep(1)])", FLOATING],
  // `yield` without a star.
  ["cancellation-3", "yield* sleep(600)", "yield sleep(600)", STAR],
  ["entry-points-0", "yield* sleep(10)", "yield sleep(10)", STAR],
  ["jobs-1", "yield* sleep(60_000)", "yield sleep(60_000)", STAR],
  ["promises-3", "yield* fromPromise((signal) => load(user, signal))", "yield load(user, new AbortController().signal)", STAR],
  ["recipes-6", "yield* waitFor(worker, 5000)", "yield waitFor(worker, 5000)", STAR],
  ["recipes-8", "yield* emit(n)", "yield n", STAR],
  ["start-0", "yield* sleep(1000)", "yield sleep(1000)", STAR],
  ["threads-2", "console.log(yield* gather(...futures))", "console.log(yield* futures)", STAR],
  // A swallowed cancellation.
  ["cancellation-3", "if (!(error instanceof TimeoutError)) throw error;", "", SWALLOWED],
  ["cancellation-2", "if (error instanceof CancelledError) throw error;", "if (error instanceof CancelledError) return;", SWALLOWED],
  ["promises-0", "if (!mayRetry || n === times) throw error;", "if (n === times) throw error;", SWALLOWED],
  ["recipes-3", "if (error instanceof CancelledError || n === attempts)", "if (n === attempts)", SWALLOWED],
  ["recipes-5", "limit?.expired()) return null;\n    throw error;", "limit?.expired()) return null;\n    return null;", SWALLOWED],
  ["recipes-10", "} finally {", "} catch {\n      return;\n    } finally {", SWALLOWED],
  ["jobs-1", "if (!(error instanceof TimeoutError)) throw error;", 'throw new Error("too slow", { cause: error });', SWALLOWED],
  [
    "structured-concurrency-1",
    "if (!(error instanceof ExceptionGroup)) throw error;",
    "if (!(error instanceof ExceptionGroup)) return;",
    SWALLOWED,
  ],
  ["start-2", 'console.log("tidied up");', "return;", SWALLOWED],
  ["testing-0", "if (error instanceof CancelledError || n === 3) throw error;", "if (n === 3) break;", SWALLOWED],
  ["rxjs-2", "mergeMapTask(summary, 2)", "mergeMapTask(summary, 2), catchError(() => [])", SWALLOWED],
  // `await` in a coroutine.
  ["cancellation-1", "yield* task;", "await task;", AWAIT],
  ["promises-5", "yield* fromPromise((signal) => readFile(process.execPath, { signal }))", "await readFile(process.execPath)", AWAIT],
  ["structured-concurrency-0", "(yield* title) + (yield* body)", "(await title) + (await body)", AWAIT],
  ["start-3", "yield* fromPromise(response.text())", "await response.text()", AWAIT],
  // Seconds.
  ["cancellation-4", "timeout(10, function* ()", "timeout(0.01, function* ()", SECONDS],
  ["exit-0", "yield* sleep(5)", "yield* sleep(0.5)", SECONDS],
  ["loops-0", "yield* sleep(20)", "yield* sleep(2.0)", SECONDS],
  ["recipes-6", "waitFor(worker, 5000)", "waitFor(worker, 5.0)", SECONDS],
];

/** Mistakes that only the configuration `strict` finds. */
export const plantedStrictly: Planted[] = [
  ["start-0", "yield* sleep(1000)", "yield* sleep(2)", SECONDS],
  ["recipes-0", "createTask(entrant)", "{ createTask(entrant); return createTask(entrant); }", FLOATING],
  ["recipes-2", "yield* sleep(5);\n  active--", "active += (yield* sleep(10, 1)) - 2", "no-lost-update"],
];
