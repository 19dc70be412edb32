import type { StreamReader } from "@asyncio-ts/streams";
import type { Coroutine } from "@asyncio-ts/tasks";

/** Returns bytes as text. */
export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes);
}

/** Returns text as bytes. */
export function bytes(content: string): Uint8Array {
  return new TextEncoder().encode(content);
}

/** Ends a reader, and returns the rest as text. */
export function* rest(reader: StreamReader): Coroutine<string> {
  reader.feedEof();
  return text(yield* reader.read());
}
