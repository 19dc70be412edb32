import { brand, wrongArgument } from "@asyncio-ts/loop/lowlevel";

/** The longest repetition that is looked for. */
const LONGEST = 100;

/** The error of a program that takes more steps than the limit. The message lists the steps that repeat. */
export class LivelockError extends Error {
  /** @param latest the names of the latest steps */
  constructor(maxSteps: number, latest: readonly string[]) {
    if (typeof maxSteps !== "number") throw wrongArgument("LivelockError", "a number as maxSteps", maxSteps);
    if (!Array.isArray(latest) || latest.some((name) => typeof name !== "string"))
      throw wrongArgument("LivelockError", "an array of names as latest", latest);
    const { steps, repeats } = repetition(latest);
    const what = repeats ? "these steps repeat" : "the latest steps are";
    super(
      [`Livelock: the program took more than ${maxSteps} steps (maxSteps), and ${what}:`, ...steps.map((step) => `  ${step}`)].join("\n"),
    );
  }
}

brand(LivelockError, "LivelockError");

/** Returns the shortest sequence that the steps end with at least three times, else the last ten steps. */
function repetition(steps: readonly string[]): { steps: readonly string[]; repeats: boolean } {
  for (let period = 1; period <= LONGEST && 3 * period <= steps.length; period++) {
    let same = 0;
    while (same < 2 * period && steps[steps.length - 1 - same] === steps[steps.length - 1 - same - period]) same++;
    if (same === 2 * period) return { steps: steps.slice(-period), repeats: true };
  }
  return { steps: steps.slice(-10), repeats: false };
}
