import type { Intervention } from "../protocol/run-request.ts";

/** A place in a run. */
export interface Place {
  /** The number of events before it. */
  readonly events: number;
  /** Milliseconds on the loop's clock; null for the time of the last of these events. */
  readonly time: number | null;
}

/** What a link to the lab says. */
export interface LinkedState {
  /** The name of a program of the lab; null if the link has a text of its own. */
  readonly program: string | null;
  readonly source: string | null;
  readonly schedule: string | null;
  readonly interventions: readonly Intervention[];
  /** The place shown; null for the start. */
  readonly at: Place | null;
}

/** Returns the fragment of a link. */
export async function toFragment(state: LinkedState): Promise<string> {
  const parts = new URLSearchParams();
  if (state.source !== null) parts.set("code", await pack(state.source));
  else if (state.program !== null) parts.set("program", state.program);
  if (state.schedule !== null) parts.set("schedule", state.schedule);
  if (state.interventions.length > 0) {
    parts.set("cancel", state.interventions.map(({ step, task, time }) => `${step}_${time}_${task}`).join("~"));
  }
  if (state.at !== null) parts.set("at", [state.at.events, state.at.time ?? []].flat().join("_"));
  return `#${parts}`;
}

/**
 * Returns what a fragment says. Cancellations and a place that cannot be read are left out.
 *
 * @throws Error if the program cannot be read
 */
export async function fromFragment(fragment: string): Promise<LinkedState> {
  const parts = new URLSearchParams(fragment.replace(/^#/, ""));
  const code = parts.get("code");
  return {
    program: parts.get("program"),
    source: code === null ? null : await unpack(code),
    schedule: parts.get("schedule"),
    interventions: (parts.get("cancel") ?? "").split("~").flatMap(interventionOf),
    at: placeOf(parts.get("at") ?? ""),
  };
}

function interventionOf(text: string): Intervention[] {
  const [step, time, task] = text.split("_").map(numberOf);
  return step == null || time == null || task == null ? [] : [{ step, time, task }];
}

function placeOf(text: string): Place | null {
  const [events, time = null] = text.split("_").map(numberOf);
  return events == null ? null : { events, time };
}

function numberOf(text: string): number | null {
  return /^\d+(\.\d+)?$/.test(text) ? Number(text) : null;
}

async function pack(text: string): Promise<string> {
  const bytes = await through(new TextEncoder().encode(text), new CompressionStream("deflate-raw"));
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replace(/=+$/, "");
}

async function unpack(packed: string): Promise<string> {
  try {
    const binary = atob(packed.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (character) => character.charCodeAt(0));
    return new TextDecoder().decode(await through(bytes, new DecompressionStream("deflate-raw")));
  } catch (error) {
    throw new Error("the program in this link cannot be read; part of the link may be missing", { cause: error });
  }
}

async function through(bytes: Uint8Array<ArrayBuffer>, stream: CompressionStream | DecompressionStream): Promise<Uint8Array> {
  const piped = new Blob([bytes]).stream().pipeThrough(stream);
  return new Uint8Array(await new Response(piped).arrayBuffer());
}
