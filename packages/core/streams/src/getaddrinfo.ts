import { wrongArgument } from "@asyncio-ts/loop/lowlevel";
import { type Coroutine, getRunningLoop } from "@asyncio-ts/tasks";
import { networkOf } from "./installed-network.ts";
import type { AddressInfo, Family } from "./network.ts";
import { checkFamily, checkHost, checkKnownOptions, checkPort } from "./options.ts";

/**
 * Looks up the addresses of a host name. Mirrors `loop.getaddrinfo`.
 *
 * @param port 0 to 65,535; the port of the returned addresses
 * @param options.family only addresses of this IP version
 * @throws the error of the host, such as ENOTFOUND
 */
export function* getaddrinfo(host: string, port: number, options: { family?: Family | undefined } = {}): Coroutine<AddressInfo[]> {
  checkHost("getaddrinfo", host);
  checkPort("getaddrinfo", port);
  checkKnownOptions("getaddrinfo", options, ["family"]);
  checkFamily("getaddrinfo", options.family);
  const loop = getRunningLoop();
  return yield* networkOf("getaddrinfo", loop).getaddrinfo(loop, host, port, options);
}

/**
 * Looks up the host name and the service of an address. Mirrors `loop.getnameinfo`.
 *
 * @param address `[host, port]`, the host being an IP address
 * @throws the error of the host, such as ENOTFOUND
 */
export function* getnameinfo(address: readonly [host: string, port: number]): Coroutine<[host: string, service: string]> {
  if (!Array.isArray(address)) throw wrongArgument("getnameinfo", "an address [host, port]", address);
  const [host, port] = address as [string, number];
  checkHost("getnameinfo", host);
  checkPort("getnameinfo", port);
  const loop = getRunningLoop();
  const family = host.includes(":") ? 6 : 4;
  return yield* networkOf("getnameinfo", loop).getnameinfo(loop, { family, host, port });
}
