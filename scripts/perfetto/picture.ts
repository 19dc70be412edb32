import type { TraceProcessor } from "./trace-processor.ts";

/** A slice of a track, or an instant, which ends as it begins. Times are nanoseconds since the begin of the recording. */
export interface Slice {
  /** Null for the wait of a timer, which has a track of its own. */
  readonly track: string | null;
  readonly name: string;
  readonly category: string;
  readonly from: number;
  readonly to: number;
  /** The number of slices of the track around this one. */
  readonly depth: number;
}

/** An arrow between the slices of two tracks. */
export interface Arrow {
  readonly from: Slice;
  readonly to: Slice;
}

/** The objects that Perfetto draws for a trace. */
export interface Picture {
  /** Errors and losses of the import. */
  readonly problems: string[];
  /** The names of the tracks, in the order of their numbers. */
  readonly tracks: string[];
  /** By their begins. */
  readonly slices: Slice[];
  readonly arrows: Arrow[];
}

const SLICES = `
  SELECT slice.id, ts, dur, depth, slice.name, category, thread.name AS track
  FROM slice LEFT JOIN thread_track ON slice.track_id = thread_track.id LEFT JOIN thread USING (utid)
  ORDER BY ts, slice.id`;

/** Lets Perfetto import a trace, and returns its picture. */
export async function pictureOf(processor: TraceProcessor, trace: object): Promise<Picture> {
  await processor.load(JSON.stringify(trace));
  const stats = await processor.query("SELECT name, value FROM stats WHERE severity IN ('error', 'data_loss') AND value > 0");
  const threads = await processor.query("SELECT name FROM thread WHERE tid > 0 ORDER BY tid");
  const slices = new Map<unknown, Slice>();
  for (const { category, depth, dur, id, name, track, ts } of await processor.query(SLICES)) {
    const span = { from: Number(ts), to: Number(ts) + Number(dur), depth: Number(depth) };
    slices.set(id, { track: track as string | null, name: String(name), category: String(category), ...span });
  }
  const flows = await processor.query("SELECT slice_out, slice_in FROM flow ORDER BY id");
  return {
    problems: stats.map(({ name, value }) => `${name}: ${value}`),
    tracks: threads.map(({ name }) => String(name)),
    slices: [...slices.values()],
    arrows: flows.map(({ slice_in: to, slice_out: from }) => ({ from: slices.get(from)!, to: slices.get(to)! })),
  };
}
