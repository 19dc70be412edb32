export { idle } from "./idle.ts";
export { nextFrame } from "./next-frame.ts";
export { PageLoop, type PageLoopOptions } from "./page-loop.ts";
