import { readFileSync, writeFileSync } from "node:fs";
import { markdownTable } from "markdown-table";
import type { Environment } from "./environment.ts";
import { formatNumber } from "./number-format.ts";
import { peers, type PeerName } from "./peers.ts";
import type { Row } from "./row.ts";
import { ratio } from "./verdict.ts";
import { sockets } from "./workloads/sockets.ts";

const HEADING = "## Sockets";

/** Returns the section about sockets of docs/benchmarks.md, without an empty line at its end. */
export function socketsSection(rows: readonly Row[], { commit, machine, node, python }: Environment): string {
  const measured = rows.filter(({ workload }) => sockets.includes(workload));
  const others: PeerName[] = ["native", "asyncio-ts", "cpython"];
  const names = { ...peers, native: "node:net, for await" };
  const head = ["workload", names.callbacks, ...others.map((peer) => names[peer]), "asyncio-ts, share of the callbacks' speed"];
  const body = measured.map((row) => [
    `${row.workload.title}, ${row.workload.unit}`,
    formatNumber(row.entries.callbacks?.median ?? NaN),
    ...others.map((peer) => (row.workload.unit === "bytes" ? formatNumber(row.entries[peer]?.median ?? NaN) : times(row, peer))),
    row.workload.unit === "bytes" ? "" : formatNumber(1 / ratio(row, "asyncio-ts", "callbacks")),
  ]);
  return `${HEADING}

All ends are in one process, on the loopback interface. The same bytes go through the callbacks of \`node:net\`, through its streams read
by \`for await\`, through the streams of \`@asyncio-ts/node\` and through those of CPython. **×** is the ratio to the callbacks.

${markdownTable([head, ...body], { align: ["l", ...head.slice(1).map(() => "r")] })}

An echo is a message to and fro, bulk is a chunk of 64 KiB, accept + close is a connection that echoes one byte, 100 of them at a time.
[Decision 0031](decisions/0031-what-streams-cost.md) has the targets, and the figures of rounds in turns, which a busy machine
disturbs less. Other programs used the machine during this run, so its times are several times too long, and its ratios exact to a third.
Measured at commit ${commit} on Node ${node}, CPython ${python ?? "(none)"} and ${machine}.`;
}

function times(row: Row, peer: PeerName): string {
  return `${formatNumber(ratio(row, peer, "callbacks"))}×`;
}

/** Replaces the section in docs/benchmarks.md, and leaves the rest of the page as it is. */
export function replaceSocketsSection(page: URL, rows: readonly Row[], environment: Environment): void {
  const text = readFileSync(page, "utf8");
  const start = text.indexOf(`${HEADING}\n`);
  const end = text.indexOf("\n## ", start);
  writeFileSync(page, `${text.slice(0, start)}${socketsSection(rows, environment)}\n${text.slice(end)}`);
}
