import { lookup, type LookupAddress, lookupService } from "node:dns";
import type { Coroutine, EventLoop } from "@asyncio-ts/tasks";
import type { AddressInfo, Family } from "@asyncio-ts/streams/lowlevel";
import { hostCallback, type HostCallback } from "./host-callback.ts";

/** Returns the addresses of a host name, in the order of the system. */
export function* getaddrinfo(loop: EventLoop, host: string, port: number, family: Family | undefined): Coroutine<AddressInfo[]> {
  const start = (settle: HostCallback<LookupAddress[]>) => lookup(host, { all: true, family: family ?? 0, verbatim: true }, settle);
  const addresses = yield* hostCallback(loop, `getaddrinfo(${host})`, start, ignore);
  return addresses.map(({ address, family }) => ({ family: family as Family, host: address, port }));
}

/** Returns the host name and the service name of an address. */
export function getnameinfo(loop: EventLoop, { host, port }: AddressInfo): Coroutine<[host: string, service: string]> {
  const start = (settle: HostCallback<[string, string]>) => {
    lookupService(host, port, (error, hostname, service) => settle(error, [hostname, service]));
  };
  return hostCallback(loop, `getnameinfo(${host}:${port})`, start, ignore);
}

/** Node cannot cancel a look-up. Its answer is dropped. */
function ignore(): void {}
