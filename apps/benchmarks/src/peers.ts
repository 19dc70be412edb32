/** Who does the work, in the table's order; the titles are for people. */
export const peers = {
  "asyncio-ts": "asyncio-ts",
  "asyncio-ts-marked": "asyncio-ts, marked",
  native: "native promises",
  "native-abort": "native, an AbortController a task",
  effect: "Effect",
  effection: "Effection",
  rxjs: "RxJS",
  "redux-saga": "redux-saga",
  co: "co",
  cpython: "CPython asyncio",
} as const;

export type PeerName = keyof typeof peers;

export const peerNames = Object.keys(peers) as PeerName[];

/** Those that the others are compared with to find the best peer. */
export const foreign: PeerName[] = ["effect", "effection", "rxjs", "redux-saga", "co", "cpython"];
