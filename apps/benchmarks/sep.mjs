import * as lib from "asyncio-ts";
import { timeOfSwitch } from "./dist/seams/switch-time.js";
import { timeOfSwitch as t5 } from "./sw5.mjs";
const { record } = await import("../../packages/adapters/trace/dist/index.js");
const s=[], w=process.argv[2], f=process.argv[3]==="5"?t5:timeOfSwitch;
for(let r=0;r<(f===t5?12:40);r++) { const l=lib.newEventLoop(); if(w==="record") record(l,{console:false}); s.push(await f(lib,l)); l.close(); }
console.log(Math.min(...s.slice(5)).toFixed(1));
