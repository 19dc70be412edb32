import * as lib from "asyncio-ts";
import { timeOfSwitch } from "./dist/seams/switch-time.js";
const { record } = await import("../../packages/adapters/trace/dist/index.js");
const uses = {
 nothing(){},
 empty1: l=>l.addInstrument({stepEnded(){}}),
 record: l=>record(l,{console:false}), small: l=>record(l,{console:false,capacity:4096}),
};
const s={}; for(const k in uses) s[k]=[];
for(let r=0;r<40;r++) for(const k in uses){ const l=lib.newEventLoop(); uses[k](l); s[k].push(await timeOfSwitch(lib,l)); }
const min=a=>Math.min(...a.slice(5)), med=a=>a.slice(5).sort((x,y)=>x-y)[17]; for(const k in uses) console.log(k, min(s[k]).toFixed(1), (min(s[k])/min(s.nothing)).toFixed(2),(med(s[k])/med(s.nothing)).toFixed(2));
