import type { Network, NetworkedLoop } from "@asyncio-ts/streams";
import type { Driver, ThreadLoop } from "asyncio-ts";
import type { Api } from "./api.ts";
import { Peer } from "./peer.ts";

/** The peers of a loop: its network. They report one event whenever the loop has nothing else to do. */
export class Peers implements Partial<Network> {
  readonly #all: Peer[] = [];

  get last(): Peer {
    return this.#all.at(-1)!;
  }

  report(): boolean {
    return this.#all.some((peer) => peer.report());
  }

  // oxlint-disable-next-line eslint/require-yield
  *getaddrinfo(_loop: unknown, host: string, port: number): ReturnType<Network["getaddrinfo"]> {
    return [{ family: 4, host, port }];
  }

  // oxlint-disable-next-line eslint/require-yield
  *connect(): ReturnType<Network["connect"]> {
    const peer = new Peer();
    this.#all.push(peer);
    return peer;
  }
}

/** A virtual clock that first lets the peers report. */
export class PeerDriver implements Driver<true> {
  readonly ownsThread = true;
  readonly slice: number = Infinity;
  readonly peers: Peers = new Peers();
  loop: ThreadLoop | null = null;
  readonly #api: Api;
  #now = 0;

  constructor(api: Api) {
    this.#api = api;
  }

  now(): number {
    return this.#now;
  }

  park(deadline: number): void {
    if (deadline <= this.#now || this.peers.report()) return;
    if (deadline === Infinity) throw new this.#api.DeadlockError(this.loop!, "every task waits");
    this.#now = deadline;
  }

  wake(): void {}
}

/** Creates a loop with scripted peers as its network. */
export function createPeerLoop(api: Api): [loop: ThreadLoop, peers: Peers] {
  class PeerLoop extends api.ThreadLoop {}
  const driver = new PeerDriver(api);
  const loop: ThreadLoop & NetworkedLoop = new PeerLoop(driver);
  driver.loop = loop;
  loop.network = driver.peers as unknown as Network;
  return [loop, driver.peers];
}
