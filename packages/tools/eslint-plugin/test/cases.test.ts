// Cases that are too special for the pages of the rules: the code, and the messages under the configuration `recommended`.
import plugin from "@asyncio-ts/eslint-plugin";
import { describe, expect, test } from "vitest";
import { eslints } from "./eslints.ts";
import { configOf } from "./linted.ts";
import { typedFiles } from "./typed-files.ts";

const before = `import * as asyncio from "asyncio-ts";
import { CancelledError as Cancelled, type Coroutine, createTask, Future, gather, sleep as pause, type Task } from "asyncio-ts";
import { mergeMapTask } from "@asyncio-ts/rxjs";
import { catchError, from, throwError } from "rxjs";
declare function load(): Coroutine<string>;
declare function find(): Coroutine<string> | undefined;
declare function isCancelled(error: unknown): error is Cancelled;
declare function isMissing(error: unknown): boolean;
declare function fail(error: unknown): never;
declare function log(...values: unknown[]): void;
declare const task: Task<string>;
`;

const inCatch = (handler: string) => `function* f() { try { yield* load(); } ${handler} }`;

const cases: [code: string, ...messages: string[]][] = [
  // Handlers that let a cancellation pass.
  [inCatch("catch (e) { if (e instanceof Cancelled) throw e; }")],
  [inCatch("catch (e) { if (e instanceof asyncio.CancelledError) throw e; log(e); }")],
  [inCatch("catch (e) { if (!(e instanceof Error) || e.name === 'CancelledError') throw e; }")],
  [inCatch("catch (e) { const isMine = e instanceof RangeError; if (!isMine) throw e; }")],
  [inCatch("catch (e) { if (isCancelled(e)) throw e; }")],
  [inCatch("catch (e) { if (isMissing(e)) return null; throw e; }")],
  [inCatch("catch (e) { fail(e); }")],
  [inCatch("catch (e) { const error = e as Error; if (error.message === 'x') return; throw error; }")],
  [inCatch("catch (e) { switch ((e as Error).name) { case 'TimeoutError': break; default: throw e; } }")],
  [inCatch("catch (e) { try { log(e); } finally { throw e; } }")],
  [inCatch("catch (e) { for (;;) { yield* pause(10); if (task.done()) throw e; } }")],
  [inCatch("catch (e) { if (task.cancelling() === 0) return; throw e; }")],
  [inCatch("catch (e) { task.uncancel(); }")],
  [inCatch("catch (e) { const { code } = e as { code: string }; if (code !== 'EPIPE') throw e; }")],
  ["class A { #check(e: unknown) { if (e instanceof Cancelled) throw e; } *f() { try { yield* load(); } catch (e) { this.#check(e); } } }"],
  ["function* check(e: unknown) { yield* pause(1); throw e; } " + inCatch("catch (e) { yield* check(e); }")],
  ["const isOurs = (e: unknown) => e instanceof RangeError; " + inCatch("catch (e) { if (!isOurs(e)) throw e; }")],
  ["function* numbers() { try { yield 1; yield* [2, 3]; } catch { log(); } }"],
  ["from([1]).pipe(mergeMapTask(load), catchError((e) => throwError(() => e)));"],
  // Handlers that do not.
  [inCatch("catch (e) { if (e instanceof Error) return; throw e; }"), "swallowed"],
  [inCatch("catch ({ message }) { log(message); }"), "swallowed"],
  [inCatch("catch (e) { if (isCancelled(e)) log(e); else throw e; }"), "swallowed"],
  [inCatch("catch (e) { if (!isMissing(e)) return null; throw e; }"), "swallowed"],
  [inCatch("catch (e) { switch ((e as Error).name) { case 'CancelledError': return; default: throw e; } }"), "swallowed"],
  [inCatch("catch (e) { try { throw e; } catch { log(e); } }"), "swallowed"],
  [inCatch("catch (e) { while (log(e) === null) throw e; }"), "swallowed"],
  [inCatch("catch (e) { () => { throw e; }; }"), "swallowed"],
  [inCatch("catch (e) { log(e); } finally { log(); }"), "swallowed"],
  [inCatch("finally { return; }"), "finally"],
  ["function check(e: unknown) { if (e instanceof Cancelled) log(e); } " + inCatch("catch (e) { check(e); }"), "swallowed"],
  ["from([1]).pipe(mergeMapTask(load), catchError(function () { return []; }));", "handler"],
  // Values.
  ["function* f() { find(); }", "dropped"],
  ["function* f() { const page = find(); if (page) yield* page; }"],
  ["function* f() { (load(), load()); }", "dropped", "dropped"],
  ["function* f() { new Future(); }", "droppedFuture"],
  ["function* f() { const list = [load()]; list.pop(); yield* gather(...list); }"],
  ["createTask(load()); task.cancel();"],
  ["function* f() { asyncio.sleep(0.5); }", "seconds", "dropped"],
  ["function* f() { pause(0.5); }", "seconds", "dropped"],
  ["const early = gather(load()) === task;"],
  ["for (const trap of load()) log(trap);", "iterated"],
  ["log(...load());", "iterated"],
  ["document.addEventListener('click', function* () { yield* load(); });", "callback"],
  ["declare const button: HTMLButtonElement; button.onclick = load;", "callback"],
  ["const button = { onClick: () => createTask(load()) }; log(button);"],
  ["function* f(this: void) { yield task; }", "star"],
  ["const f: () => Iterable<Task<string>> = function* () { yield task; };"],
  ["createTask(function* () { yield 1; } as never);"],
  ["async function f() { await task; for await (const line of [task]) log(line); }"],
  ["async function f() { await load(); }", "coroutine"],
];

const codes = new Map(cases.map(([code], index) => [`${index}.ts`, before + code]));
const files = typedFiles(codes);

describe.each(eslints)("ESLint $ESLint.version", ({ Linter }) => {
  test.each(cases.map(([code, ...expected], index) => [code, expected, index] as const))("%s: %j", (_, expected, index) => {
    const name = `${index}.ts`;
    const messages = new Linter().verify(codes.get(name)!, configOf(files, plugin.configs.recommended.rules), files.pathOf(name));
    expect(messages.map(({ messageId, message }) => messageId ?? message).sort()).toEqual(expected.sort());
  });
});
