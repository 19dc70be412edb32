import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The list of the codes that pages in production show in place of messages. */
export const listPage: string = join(import.meta.dirname, "../../../docs/guide/page-messages.md");

/** Returns the text of each code in the list. */
export function listedMessages(): Map<string, string> {
  const rows = readFileSync(listPage, "utf8").matchAll(/^\| (\w{4}) \| `` (.*) `` \|$/gm);
  return new Map(Array.from(rows, ([, code, text]) => [code!, text!.replaceAll("\\|", "|").replaceAll("⏎", "\n")]));
}

let messages: Map<string, string> | null = null;

/** Returns a text with the messages in place of their codes. Values in messages are unknown, and read `…`. */
export function readable(text: string): string {
  return text.replaceAll(/asyncio-ts (\w{4})\b/g, (message, code: string) => {
    messages ??= listedMessages();
    return messages.get(code) ?? message;
  });
}
