import type { Picture, Slice } from "./picture.ts";

/**
 * Returns the first differences between a picture and the expected one.
 *
 * @param tolerance the nanoseconds that a time may differ
 */
export function differences(actual: Picture, expected: Picture, tolerance: number): string[] {
  const isSame = (a: Slice, b: Slice): boolean => textOf(a) === textOf(b) && isNear(a.from, b.from) && isNear(a.to, b.to);
  const isNear = (time: number, other: number): boolean => Math.abs(time - other) <= tolerance;
  // Slices of this category only hold the ends of arrows.
  const slices = actual.slices.filter(({ category }) => category !== "callback");
  const nested = slices.filter(({ depth, from, to }) => to > from && depth > 0);
  return [
    ...difference("problem", actual.problems, expected.problems, (a, b) => a === b, String),
    ...difference("track", actual.tracks, expected.tracks, (a, b) => a === b, String),
    ...difference("slice", slices, expected.slices, isSame, textWithTimes),
    ...difference(
      "arrow",
      actual.arrows,
      expected.arrows,
      (a, b) => isSame(a.from, b.from) && isSame(a.to, b.to),
      ({ from, to }) => `${textWithTimes(from)} → ${textWithTimes(to)}`,
    ),
    ...nested.slice(0, 1).map((slice) => `${textWithTimes(slice)} is inside another slice`),
  ];
}

/** Returns a text about the first item that differs; nothing if none does. */
function difference<T>(
  what: string,
  actual: readonly T[],
  expected: readonly T[],
  isSame: (a: T, b: T) => boolean,
  describe: (item: T) => string,
): string[] {
  for (let i = 0; i < Math.max(actual.length, expected.length); i++) {
    const [got, wanted] = [actual[i], expected[i]];
    if (got !== undefined && wanted !== undefined && isSame(got, wanted)) continue;
    const text = (item: T | undefined): string => (item === undefined ? "none" : describe(item));
    return [`${what} ${i}: expected ${text(wanted)}, got ${text(got)}`];
  }
  return [];
}

function textOf({ category, name, track }: Slice): string {
  return `${name} (${category}) on ${track ?? "a track of its own"}`;
}

function textWithTimes(slice: Slice): string {
  return `${textOf(slice)} from ${slice.from} to ${slice.to} ns`;
}
