import { markdownTable } from "markdown-table";
import { formatNumber, formatSpread } from "./number-format.ts";
import { peerNames, peers, type PeerName } from "./peers.ts";
import type { Row } from "./row.ts";
import { bestPeer, isInUnit, isMet, isWithin, ratio, type Verdict, verdicts } from "./verdict.ts";

/** Rows that were measured on another Node, and the title of their column. */
export interface OtherNode {
  title: string;
  rows: readonly Row[];
}

const ours: PeerName[] = ["asyncio-ts", "asyncio-ts-marked"];

/** The rows that answer the questions of a user, with their titles in plain words. */
const summary: Record<string, string> = {
  "switch-1000": "switch between 1,000 tasks",
  call: "call a coroutine that does not wait",
  "spawn-1000": "start a task and await it",
  "wait-for": "a time limit around a quick operation",
  cancel: "cancel a waiting task, which cleans up",
  lock: "a lock that 100 tasks want",
  sleeps: "100,000 timers",
  promise: "await a promise",
  "resume-100": "resume a task, 100 calls deep",
  "parked-1000000": "memory of a waiting task, bytes",
  bundle: "smallest page, bytes",
};

/** Compares asyncio-ts with native promises, in the rows that matter most to users. */
export function summaryTable(rows: readonly Row[]): string {
  return comparisonTable(rows, summary, ["native", ...ours]);
}

/** Compares peers with native promises, in the named rows, with their titles. */
export function comparisonTable(rows: readonly Row[], titles: Record<string, string>, columns: readonly PeerName[]): string {
  const chosen = Object.keys(titles).flatMap((name) => rows.filter(({ workload }) => workload.name === name));
  const body = chosen.map((row) => [titles[row.workload.name]!, ...columns.map((peer) => comparison(row, peer))]);
  return aligned([["", ...columns.map((peer) => peers[peer])], ...body]);
}

/** Compares asyncio-ts with native promises, the floor and the best peer. */
export function nativeTable(rows: readonly Row[], others: readonly OtherNode[] = []): string {
  const head = ["workload", peers.native, peers.floor, ...ours.map((peer) => peers[peer]), ...others.map(({ title }) => title)];
  const body = rows.map((row) => [
    title(row),
    withSpread(row, "native", formatNumber(row.entries.native?.median ?? NaN)),
    comparison(row, "floor"),
    ...ours.map((peer) => withSpread(row, peer, comparison(row, peer))),
    ...others.map((other) => onOtherNode(row, other)),
    ratioToBest(row),
  ]);
  return aligned([[...head, "÷ best peer"], ...body]);
}

/** Compares the rows that have targets with them. */
export function targetTable(rows: readonly Row[]): string {
  const head = ["workload", ...ours.map((peer) => peers[peer]), "÷ floor", "must", "goal"];
  const body = rows
    .filter(({ workload }) => Object.keys(workload.targets).length > 0)
    .map((row) => [
      title(row),
      ...ours.map((peer) => comparison(row, peer)),
      ...[({ overFloor }: Verdict) => (Number.isNaN(overFloor) ? "" : formatNumber(overFloor)), mustText, goalText].map((text) =>
        verdicts(row)
          .map(text)
          .filter((each) => each !== "")
          .join(" / "),
      ),
    ]);
  return aligned([head, ...body]);
}

/** Compares all peers with native promises, or shows their values in the unit if there is no comparison. */
export function peerTable(rows: readonly Row[]): string {
  const columns = peerNames.filter((peer) => peer !== "native" && peer !== "floor" && rows.some((row) => row.entries[peer] !== undefined));
  const body = rows.map((row) => [title(row), ...columns.map((peer) => comparison(row, peer))]);
  return aligned([["workload", ...columns.map((peer) => peers[peer])], ...body]);
}

/** Returns a sentence with the number of targets that are met. */
export function targetSummary(rows: readonly Row[]): string {
  const all = rows.flatMap(verdicts);
  const met = (bound: (verdict: Verdict) => number | undefined) => {
    const bounded = all.filter((verdict) => bound(verdict) !== undefined);
    return `${bounded.filter((verdict) => isMet(verdict, bound(verdict)!)).length} of ${bounded.length}`;
  };
  return `${met(({ must }) => must)} musts and ${met(({ goal }) => goal)} goals are met.`;
}

function title(row: Row): string {
  return `${row.workload.title}, ${row.workload.unit}`;
}

function withSpread(row: Row, peer: PeerName, text: string): string {
  const entry = row.entries[peer];
  return entry === undefined || entry.values.length < 2 ? text : `${text} ${formatSpread(entry.spread)}`;
}

function comparison(row: Row, peer: PeerName): string {
  const entry = row.entries[peer];
  if (entry === undefined) return "";
  if (entry.values.length === 0) return "fails";
  return isInUnit(row) ? formatNumber(entry.median) : `${formatNumber(ratio(row, peer, "native"))}×`;
}

function onOtherNode({ workload }: Row, { rows }: OtherNode): string {
  const row = rows.find((each) => each.workload === workload);
  return row === undefined ? "" : comparison(row, "asyncio-ts");
}

function ratioToBest(row: Row): string {
  const best = bestPeer(row);
  const measured = ours.find((peer) => (row.entries[peer]?.values.length ?? 0) > 0);
  return best === null || measured === undefined ? "" : `${formatNumber(ratio(row, measured, best))} (${peers[best]})`;
}

function mustText(verdict: Verdict): string {
  return verdict.must === undefined ? "–" : boundText(verdict, verdict.must);
}

function goalText(verdict: Verdict): string {
  return boundText(verdict, verdict.goal);
}

function boundText(verdict: Verdict, bound: number): string {
  const missed = isMet(verdict, bound) ? "(✓)" : "✗";
  return `${bound.toLocaleString("en")} ${isWithin(verdict.value, bound) ? "✓" : missed}`;
}

function aligned(cells: string[][]): string {
  return markdownTable(cells, { align: ["l", ...cells[0]!.slice(1).map(() => "r")] });
}
