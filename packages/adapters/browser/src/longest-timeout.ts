/** The most milliseconds that timers of browsers take. A longer one would come at once. */
export const LONGEST_TIMEOUT: number = 2 ** 31 - 1;
