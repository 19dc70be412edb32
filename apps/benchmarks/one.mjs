import * as lib from "asyncio-ts";
import { timeOfSwitch } from "./dist/seams/switch-time.js";
const { record } = await import("../../packages/adapters/trace/dist/index.js");
for(let r=0;r<300;r++) { const l=lib.newEventLoop(); record(l,{console:false}); await timeOfSwitch(lib,l);} 
