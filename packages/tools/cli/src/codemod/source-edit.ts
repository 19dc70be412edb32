/** A replacement of a part of a source text. */
export interface SourceEdit {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Returns the part of `source` between two places, with edits. An edit inside another one is dropped. */
export function edited(source: string, start: number, end: number, edits: readonly SourceEdit[]): string {
  let text = "";
  let place = start;
  for (const edit of [...edits].sort((a, b) => a.start - b.start || b.end - a.end)) {
    if (edit.start < place) continue;
    text += source.slice(place, edit.start) + edit.text;
    place = edit.end;
  }
  return text + source.slice(place, end);
}
