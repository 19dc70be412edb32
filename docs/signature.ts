/** The characters of a line of code. */
const WIDTH = 76;

/** Returns the page of a name, or null if the reference has none. */
export type PageOf = (name: string) => string | null;

/** Returns a signature as HTML. Long lists of parameters are broken into lines, and names link to their pages. */
export function signatureHtml(code: string, pageOf: PageOf): string {
  const lines = broken(
    code
      .trim()
      .replace(/;$/, "")
      .replace(/\s+/g, " ")
      .replaceAll(/(: |\() *\| /g, "$1")
      .replaceAll("; }", " }"),
  );
  const html = lines.replaceAll(/"[^"]*"|[\w$]+|[&<>{}]/g, (token) => {
    // Functions and methods may share a name, so only types link.
    const page = /^[A-Z]\w*$/.test(token) ? pageOf(token) : null;
    return page === null ? escapeHtml(token) : `<a href="${page}">${token}</a>`;
  });
  return `<pre class="signature" v-pre><code>${html.replaceAll("\n", "&#10;")}</code></pre>`;
}

/** Breaks the outermost list of a long signature into lines, and so on for its parts. */
function broken(code: string, indent = ""): string {
  if (indent.length + code.length <= WIDTH) return code;
  const list = outermostList(code);
  if (list === null) return code;
  const inner = `${indent}  `;
  const [open, items, close] = list;
  const separator = code[open.length - 1] === "{" ? ";" : ",";
  const lines = items.map((item) => `${inner}${broken(item, inner)}${separator}`);
  return `${open}\n${lines.join("\n")}\n${indent}${broken(close, indent)}`;
}

/** Splits a signature at its first list in round brackets or braces: the text before, the items, and the text after. */
function outermostList(code: string): [open: string, items: string[], close: string] | null {
  const start = code.search(/[({](?! ?[)}])/);
  if (start < 0) return null;
  const items: string[] = [];
  let depth = 0;
  let from = start + 1;
  for (let i = start; i < code.length; i++) {
    const isArrow = code[i] === ">" && code[i - 1] === "=";
    if ("([{<".includes(code[i]!)) depth++;
    else if (")]}>".includes(code[i]!) && !isArrow) depth--;
    const isEnd = depth === 0;
    if (!isEnd && !(depth === 1 && ",;".includes(code[i]!))) continue;
    const item = code.slice(from, i).trim();
    if (item !== "") items.push(item);
    from = i + 1;
    if (isEnd) return [code.slice(0, start + 1), items, code.slice(i)];
  }
  return null;
}

function escapeHtml(text: string): string {
  const entities: Record<string, string> = { "&": "&amp;", "<": "&lt;", ">": "&gt;", "{": "&#123;", "}": "&#125;" };
  return text.replaceAll(/[&<>{}]/g, (character) => entities[character]!);
}
