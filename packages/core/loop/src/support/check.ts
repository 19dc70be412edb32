import { branded } from "./brand.ts";
import { wrongArgument } from "./wrong-argument.ts";

const isLoop = /* @__PURE__ */ branded("LoopCore");

/** Checks an argument of options. @throws TypeError if `value` is no object, or is null or a loop */
export function checkOptions(caller: string, value: unknown): void {
  if (typeof value !== "object" || value === null || isLoop(value)) throw wrongArgument(caller, "an object of options", value);
}

/** Checks a time. @throws TypeError if `value` is no number of milliseconds, nor null if `orNull` allows it */
export function checkMilliseconds(caller: string, value: unknown, orNull = false): void {
  if ((typeof value === "number" && !Number.isNaN(value)) || (orNull && value === null)) return;
  throw wrongArgument(caller, `a number of milliseconds${orNull ? " or null" : ""}`, value);
}
