/** Formats a number with two significant digits, from 100 on with three. */
export function formatNumber(number: number): string {
  if (Number.isNaN(number)) return "–";
  return Number(number.toPrecision(number >= 100 ? 3 : 2)).toLocaleString("en", { maximumFractionDigits: 3 });
}

/** Formats a spread as percent. */
export function formatSpread(share: number): string {
  return `±${Math.round(share * 100)} %`;
}
