import { BlockingLoop, HostPromiseError } from "@asyncio-ts/node";
import { run, sleep, ensureFuture } from "@asyncio-ts/tasks";
const attempt = (name, main) => { const t=Date.now(); try { console.log(name, run(main, {loop: new BlockingLoop()})); } catch (e) { console.log(name, e.name, e.message.slice(0,150), e.code, Date.now()-t); } };
const jobs = new URL("./jobs.mjs", import.meta.url);
attempt("promise", function*(){ yield* ensureFuture(Promise.resolve(1)); });
attempt("exit", function*(){ const loop=this; yield* (yield* lp()).io(jobs, "exit"); });
function* lp(){ const { getRunningLoop } = await_; return getRunningLoop(); }
import * as await_ from "@asyncio-ts/tasks";
attempt("oom", function*(){ yield* (yield* lp()).io(jobs, "oom"); });
attempt("crash", function*(){ yield* (yield* lp()).io(jobs, "crash"); });
attempt("unclonable in", function*(){ yield* (yield* lp()).io(jobs, "echo", [()=>1]); });
attempt("unclonable out", function*(){ yield* (yield* lp()).io(jobs, "fn"); });
attempt("echo", function*(){ return yield* (yield* lp()).io(jobs, "echo", [new Uint8Array(4)]); });
attempt("restart", function*(){ try { yield* (yield* lp()).io(jobs, "exit") } catch(e) {}  return yield* (yield* lp()).io(jobs, "echo", [5]); });
attempt("never", function*(){ const f=(yield* lp()).createFuture(); yield* f; });
