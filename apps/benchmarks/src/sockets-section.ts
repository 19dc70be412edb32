import { markdownTable } from "markdown-table";
import { formatNumber } from "./number-format.ts";
import type { PageSection } from "./page-section.ts";
import { peers, type PeerName } from "./peers.ts";
import type { Row } from "./row.ts";
import { ratio } from "./verdict.ts";
import { sockets } from "./workloads/sockets.ts";

/** The section about sockets. */
export const socketsSection: PageSection = {
  heading: "## Sockets",
  workloads: sockets,
  body(rows, { commit, machine, node, python }) {
    const others: PeerName[] = ["native", "asyncio-ts", "cpython"];
    const names = { ...peers, native: "node:net, for await" };
    const head = ["workload", names.callbacks, ...others.map((peer) => names[peer]), "asyncio-ts, share of the callbacks' speed"];
    const body = rows.map((row) => [
      `${row.workload.title}, ${row.workload.unit}`,
      formatNumber(row.entries.callbacks?.median ?? NaN),
      ...others.map((peer) => (row.workload.unit === "bytes" ? formatNumber(row.entries[peer]?.median ?? NaN) : times(row, peer))),
      row.workload.unit === "bytes" ? "" : formatNumber(1 / ratio(row, "asyncio-ts", "callbacks")),
    ]);
    return `All ends are in one process, on the loopback interface. The same bytes go through the callbacks of \`node:net\`, through its streams read
by \`for await\`, through the streams of \`@asyncio-ts/node\` and through those of CPython. **×** is the ratio to the callbacks.

${markdownTable([head, ...body], { align: ["l", ...head.slice(1).map(() => "r")] })}

An echo is a message to and fro, bulk is a chunk of 64 KiB, accept + close is a connection that echoes one byte, 100 of them at a time.
[Decision 0031](decisions/0031-what-streams-cost.md) has the targets, and the figures of rounds in turns.
Measured at commit ${commit} on Node ${node}, CPython ${python ?? "(none)"} and ${machine}.`;
  },
};

function times(row: Row, peer: PeerName): string {
  return `${formatNumber(ratio(row, peer, "callbacks"))}×`;
}
