/** The libraries that are compared, in the order of the table, with their titles. */
export const peers = {
  "asyncio-ts": "asyncio-ts",
  "asyncio-ts-marked": "asyncio-ts, marked",
  native: "native promises",
  floor: "floor",
  callbacks: "node:net, callbacks",
  "native-abort": "native, an AbortController a task",
  effect: "Effect",
  effection: "Effection",
  rxjs: "RxJS",
  "redux-saga": "redux-saga",
  co: "co",
  "abort-controller-x": "abort-controller-x",
  caf: "caf",
  cpython: "CPython asyncio",
} as const;

export type PeerName = keyof typeof peers;

export const peerNames = Object.keys(peers) as PeerName[];

/** The peers from which the best one is chosen. */
export const otherLibraries: PeerName[] = ["effect", "effection", "rxjs", "redux-saga", "co", "abort-controller-x", "caf", "cpython"];
