export type { EventKind, TraceEvent } from "./trace-event.ts";
export { type PerfettoEvent, type PerfettoTrace, toPerfetto } from "./perfetto.ts";
export { record, type RecordOptions } from "./record.ts";
export { Recording } from "./recording.ts";
export type { TracedTask } from "./traced-task.ts";
export type { TracedUnit, UnitKind } from "./traced-unit.ts";
export { tracks } from "./tracks.ts";
export type { Warning, WarningKind } from "./warning.ts";
export { type WarningOptions, warnings } from "./warnings.ts";
