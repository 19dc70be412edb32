import { callbacks } from "../sockets/callbacks.ts";
import { iteration } from "../sockets/iteration.ts";
import type { SocketPeer } from "../sockets/socket-peer.ts";
import { streams } from "../sockets/streams.ts";
import type { Round, Target, Workload } from "../workload.ts";

/** Describes the same work on sockets by callbacks, by async iteration and by our streams. */
function socketWorkload(
  settings: Pick<Workload, "name" | "title" | "unit" | "operations"> & Partial<Workload>,
  target: Target | null,
  work: (peer: SocketPeer) => Round | Promise<Round>,
): Workload {
  return {
    measure: "time",
    python: "sockets.py",
    targets: target === null ? {} : { "asyncio-ts": target },
    ...settings,
    peers: {
      "asyncio-ts": async () => work(await streams()),
      callbacks: () => work(callbacks),
      native: () => work(iteration),
    },
  };
}

/** Returns a target for the speed, as a share of the speed of callbacks. */
function shareOfCallbacks(share: number): Target {
  return { of: "callbacks", must: 1 / share, goal: 1 };
}

/** The work on sockets. All ends are in one process. */
export const sockets: Workload[] = [
  ...[1, 100].map((connections) =>
    socketWorkload(
      {
        name: `echo-${connections}`,
        title: `echo of 64 bytes, ${connections} ${connections === 1 ? "connection" : "connections"}`,
        unit: "ns",
        operations: 5_000,
      },
      shareOfCallbacks(0.85),
      (peer) => peer.pingPong(connections),
    ),
  ),
  socketWorkload({ name: "bulk", title: "bulk, 64 KiB", unit: "ns", operations: 2_000 }, shareOfCallbacks(0.9), (peer) => peer.bulk()),
  socketWorkload({ name: "accept", title: "accept + close, 10,000 connections", unit: "ns", operations: 10_000 }, null, (peer) =>
    peer.accept(),
  ),
  socketWorkload(
    { name: "connection", title: "a connection that waits, both ends", unit: "bytes", operations: 2_000, measure: "custom" },
    null,
    (peer) => (connections) => peer.memory(connections),
  ),
];
