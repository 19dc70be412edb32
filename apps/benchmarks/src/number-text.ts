/** A number with as many digits as it deserves. */
export function short(number: number): string {
  if (Number.isNaN(number)) return "–";
  return Number(number.toPrecision(number >= 100 ? 3 : 2)).toLocaleString("en", { maximumFractionDigits: 3 });
}

/** A share in percent. */
export function percent(share: number): string {
  return `±${Math.round(share * 100)} %`;
}
