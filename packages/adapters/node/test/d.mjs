import { BlockingLoop, HostPromiseError } from "@asyncio-ts/node";
import { run } from "@asyncio-ts/tasks";
const jobs = new URL("./jobs.mjs", import.meta.url);
const loop = new BlockingLoop();
try { run(function*(){ yield* loop.io(jobs, "crash") }, {loop}) } catch (e) { console.log(e) }
