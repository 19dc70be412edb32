import { asText, repr } from "@asyncio-ts/loop/lowlevel";

/** Returns the message of an error, or the text of another thrown value. Never throws, whatever the getters of the value do. */
export function messageOf(thrown: unknown): string {
  try {
    return asText(thrown instanceof Error ? thrown.message : thrown);
  } catch {
    return repr(thrown);
  }
}
