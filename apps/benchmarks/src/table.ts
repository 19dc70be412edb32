import { markdownTable } from "markdown-table";
import { percent, short } from "./number-text.ts";
import { peerNames, peers, type PeerName } from "./peers.ts";
import type { Row } from "./row.ts";
import { bestPeer, inUnit, ratio, type Verdict, verdicts, within } from "./verdict.ts";

const ours: PeerName[] = ["asyncio-ts", "asyncio-ts-marked"];

/** asyncio-ts beside native promises and the best peer, and how it stands to its targets. */
export function targetTable(rows: readonly Row[]): string {
  const head = ["workload", "native promises", ...ours.map((peer) => peers[peer]), "must", "goal", "÷ best peer"];
  const body = rows.map((row) => [
    title(row),
    spreadText(row, "native", short(row.entries.native?.median ?? NaN)),
    ...ours.map((peer) => spreadText(row, peer, compared(row, peer))),
    verdicts(row)
      .map(({ value, must }) => (must === undefined ? "–" : judged(value, must)))
      .join(" / "),
    verdicts(row)
      .map(({ value, goal }) => judged(value, goal))
      .join(" / "),
    besideBest(row),
  ]);
  return aligned([head, ...body]);
}

/** Everybody else: multiples of native promises where that can be, else in the unit. */
export function peerTable(rows: readonly Row[]): string {
  const columns = peerNames.filter((peer) => peer !== "native" && rows.some((row) => row.entries[peer] !== undefined));
  const body = rows.map((row) => [title(row), ...columns.map((peer) => compared(row, peer))]);
  return aligned([["workload", ...columns.map((peer) => peers[peer])], ...body]);
}

/** How many of the targets are met, as a sentence. */
export function count(rows: readonly Row[]): string {
  const all = rows.flatMap(verdicts);
  const met = (bound: (verdict: Verdict) => number | undefined) => {
    const bounded = all.filter((verdict) => bound(verdict) !== undefined);
    return `${bounded.filter((verdict) => within(verdict.value, bound(verdict)!)).length} of ${bounded.length}`;
  };
  return `${met(({ must }) => must)} musts and ${met(({ goal }) => goal)} goals are met.`;
}

function title(row: Row): string {
  return `${row.workload.title}, ${row.workload.unit}`;
}

function spreadText(row: Row, peer: PeerName, text: string): string {
  const entry = row.entries[peer];
  return entry === undefined || entry.values.length < 2 ? text : `${text} ${percent(entry.spread)}`;
}

function compared(row: Row, peer: PeerName): string {
  const entry = row.entries[peer];
  if (entry === undefined) return "";
  if (entry.values.length === 0) return "fails";
  return inUnit(row) ? short(entry.median) : `${short(ratio(row, peer, "native"))}×`;
}

function besideBest(row: Row): string {
  const best = bestPeer(row);
  const mine = ours.find((peer) => (row.entries[peer]?.values.length ?? 0) > 0);
  return best === null || mine === undefined ? "" : `${short(ratio(row, mine, best))} (${peers[best]})`;
}

function judged(value: number, bound: number): string {
  return `${bound.toLocaleString("en")} ${within(value, bound) ? "✓" : "✗"}`;
}

function aligned(cells: string[][]): string {
  return markdownTable(cells, { align: ["l", ...cells[0]!.slice(1).map(() => "r")] });
}
