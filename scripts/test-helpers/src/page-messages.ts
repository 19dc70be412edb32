import { join } from "node:path";
import { listedMessages } from "../../checks/page-messages.ts";

const CODE = /asyncio-ts (\w{4})\b/g;

let messages: Map<string, string> | null = null;

/** Returns a text with the messages that its codes stand for. Values in messages are unknown, and read `…`. */
export function readable(text: string): string {
  return text.replaceAll(CODE, (message, code: string) => {
    messages ??= listedMessages(join(import.meta.dirname, "../../.."));
    return messages.get(code) ?? message;
  });
}
