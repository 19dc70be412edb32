/** A piece of source text. White space between its tokens does not matter. */
export class Snippet {
  readonly #pattern: RegExp;

  constructor(text: string) {
    const tokens = text.match(/[\w$]+|"[^"]*"|\S/g) ?? [];
    const start = /^[\w$]/.test(text) ? String.raw`(?<![\w$])` : "";
    const end = /[\w$]$/.test(text) ? String.raw`(?![\w$])` : "";
    this.#pattern = new RegExp(start + tokens.map(escaped).join(String.raw`\s*`) + end, "g");
  }

  /** Returns the number of its occurrences in a text. */
  count(text: string): number {
    return [...text.matchAll(this.#pattern)].length;
  }

  /** Returns the text with each occurrence replaced. */
  replaced(text: string, replacement: string): string {
    return text.replace(this.#pattern, () => replacement);
  }
}

function escaped(token: string): string {
  return token.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
}
