import stringWidth from "string-width";

/** Returns the columns that a text takes in a terminal. */
export function widthOf(text: string): number {
  return /^[ -~…]*$/.test(text) ? text.length : stringWidth(text);
}

/** Cuts a text at its end, and a place at its begin, because the line is the most useful part. */
export function cut(text: string, width: number): string {
  if (widthOf(text) <= width) return text;
  const characters = [...new Intl.Segmenter().segment(text)].map(({ segment }) => segment);
  const isPlace = /:\d+:\d+\)?$/.test(text);
  if (isPlace) characters.reverse();
  let room = width - 1;
  const end = characters.findIndex((character) => (room -= widthOf(character)) < 0);
  const kept = characters.slice(0, end);
  return isPlace ? `…${kept.reverse().join("")}` : `${kept.join("")}…`;
}
