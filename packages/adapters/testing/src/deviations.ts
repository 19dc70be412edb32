/** A choice that differs from the default one. */
export interface Deviation {
  /** The number of choices before it in the run. */
  readonly at: number;
  /** The index of the alternative taken, from 1. */
  readonly take: number;
  /** A check sum over the numbers of alternatives since the deviation before, from 0 to 61. */
  readonly check: number;
}

const DIGITS = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
/** Digits below HALF end a number; the others continue it. */
const HALF = 31;

/** The number of check sums, which fit into one character. */
export const CHECKS: number = DIGITS.length;

/** Returns deviations as text, of three or more characters each: the choices since the one before, the index and the check sum. */
export function formatDeviations(deviations: readonly Deviation[]): string {
  let text = "";
  let next = 0;
  for (const { at, take, check } of deviations) {
    text += formatNumber(at - next) + formatNumber(take - 1) + DIGITS[check]!;
    next = at + 1;
  }
  return text;
}

/** Parses the text of deviations, which has only letters and digits. Returns null if it is none. */
export function parseDeviations(body: string): Deviation[] | null {
  const deviations: Deviation[] = [];
  let position = 0;
  let next = 0;
  const digit = () => (position < body.length ? DIGITS.indexOf(body[position++]!) : NaN);
  const number = () => {
    let value = 0;
    for (let scale = 1; ; scale *= HALF) {
      const read = digit();
      value += (read % HALF) * scale;
      if (!(read >= HALF)) return value;
    }
  };
  while (position < body.length) {
    const at = next + number();
    const take = number() + 1;
    const check = digit();
    if (!Number.isSafeInteger(at + take + check)) return null;
    deviations.push({ at, take, check });
    next = at + 1;
  }
  return deviations;
}

/** Returns a number in base 31, the lowest digit first. */
function formatNumber(value: number): string {
  let text = "";
  let rest = value;
  for (; rest >= HALF; rest = Math.floor(rest / HALF)) text += DIGITS[HALF + (rest % HALF)]!;
  return text + DIGITS[rest]!;
}
