import { cpSync } from "node:fs";
import { join } from "node:path";
import { deflateRawSync } from "node:zlib";
import type { MarkdownRenderer } from "vitepress";

/** The modules that programs of the lab can import. */
const modules = /^(?:asyncio-ts|rxjs|@asyncio-ts\/(?:loop|promise|rxjs|sync|tasks|testing|trace))$/;

/** Copies the built lab into the built site. */
export function addLab(out: string): void {
  cpSync(join(import.meta.dirname, "../../apps/lab/dist"), join(out, "lab"), { recursive: true });
}

/** Adds a link to the lab below each sample that can run there. */
export function linkSamples(markdown: MarkdownRenderer): void {
  const fence = markdown.renderer.rules.fence!;
  markdown.renderer.rules.fence = (...args) => {
    const [tokens, index] = args;
    const { content, info } = tokens[index]!;
    const block = fence(...args);
    if (!/^ts\b/.test(info) || !runsInLab(content)) return block;
    // A target makes the browser load the page, which is none of VitePress's.
    return `${block}<p class="open-in-lab"><a href="/lab/#code=${pack(content)}" target="_self">Open in the lab</a></p>\n`;
  };
}

/** Returns whether a sample is a whole program, and imports nothing but what the lab has. */
export function runsInLab(sample: string): boolean {
  const imported = Array.from(sample.matchAll(/\bfrom "([^"]+)"|\bimport\("([^"]+)"\)/g), ([, name, dynamic]) => name ?? dynamic!);
  return /\b(?:await run|run)\(/.test(sample) && imported.length > 0 && imported.every((name) => modules.test(name));
}

/** Returns a text as the lab unpacks it from a link. */
function pack(text: string): string {
  return deflateRawSync(text, { level: 9 }).toString("base64url");
}
