/** A number with as many digits as it deserves. */
export function rounded(number: number): number {
  return Number(number.toPrecision(number >= 100 ? 3 : 2));
}

/** The same, as a text. */
export function short(number: number): string {
  return Number.isNaN(number) ? "–" : rounded(number).toLocaleString("en", { maximumFractionDigits: 3 });
}

/** A share in percent. */
export function percent(share: number): string {
  return `±${Math.round(share * 100)} %`;
}
