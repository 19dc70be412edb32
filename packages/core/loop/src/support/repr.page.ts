// In place of repr.ts in the edition for pages in production, where only names and reports have texts of values.
/** Returns a text unchanged. */
export function bounded(text: string): string {
  return text;
}

/** Returns a short text of any value. Never throws. */
export function repr(value: unknown): string {
  try {
    return String(value);
  } catch {
    return typeof value;
  }
}

export { repr as asText };
