// The former name of firedTimers(), for as-completed.test.ts.
export { firedTimers as stops } from "./fired-timers.ts";
