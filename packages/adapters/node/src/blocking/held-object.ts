/** An object that the I/O thread holds for the blocked thread. Its methods are called by messages. */
export type HeldObject = Readonly<Record<string, (...args: any[]) => void>>;

/** Sends an event of a held object to the blocked thread. */
export type Emit = (event: string, args: readonly unknown[], transfer?: readonly object[]) => void;

/** The facts of a channel that are sent with it, because `getExtraInfo` cannot wait for an answer. */
export type Facts = Readonly<Record<string, unknown>>;

/** asyncio's names of these facts. The socket itself stays in the I/O thread. */
const NAMES = ["sockname", "peername", "cipher", "peercert"] as const;

/** Returns the facts of a channel that can be sent. */
export function factsOf(channel: { getExtraInfo(name: string): unknown }): Facts {
  const facts: Record<string, unknown> = {};
  for (const name of NAMES) {
    const value = channel.getExtraInfo(name);
    if (value !== undefined) facts[name] = plain(value);
  }
  return facts;
}

function plain(value: unknown): unknown {
  try {
    return structuredClone(value);
  } catch {
    return undefined;
  }
}
